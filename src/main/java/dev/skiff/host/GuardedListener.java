package dev.skiff.host;

import dev.skiff.engine.TaskState;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;

/** Keeps what a listener throws away from the tasks. */
record GuardedListener(TaskListener inner) implements TaskListener {
    private static final System.Logger LOG = System.getLogger("dev.skiff.host");

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
            LOG.log(System.Logger.Level.WARNING, "listening to task {0} has failed: {1}", task, e.toString());
        }
    }
}
