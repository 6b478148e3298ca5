package dev.skiff.port;

import dev.skiff.engine.TaskState;

/** A listener whose exceptions harm nobody: the port forbids them, and a task must reach its end all the same. */
public record GuardedListener(TaskListener inner) implements TaskListener {
    private static final System.Logger LOG = System.getLogger("dev.skiff.port");

    @Override
    public void observed(TaskRef task, TaskState state) {
        guarded(task, () -> inner.observed(task, state));
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        guarded(task, () -> inner.output(task, container, stderr, chunk));
    }

    private static void guarded(TaskRef task, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "listening to " + task + " has failed", e);
        }
    }
}
