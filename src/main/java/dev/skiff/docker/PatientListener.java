package dev.skiff.docker;

import dev.skiff.engine.TaskState;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;

/** A listener whose exceptions harm nobody: the port forbids them, and a task must reach its end all the same. */
final class PatientListener implements TaskListener {

    private static final System.Logger LOG = System.getLogger(PatientListener.class.getName());

    private final TaskListener listener;

    PatientListener(TaskListener listener) {
        this.listener = listener;
    }

    @Override
    public void observed(TaskRef task, TaskState state) {
        try {
            listener.observed(task, state);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "an observation of " + task.nodeId() + " was refused", e);
        }
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        try {
            listener.output(task, container, stderr, chunk);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "output of " + task.nodeId() + " was refused", e);
        }
    }
}
