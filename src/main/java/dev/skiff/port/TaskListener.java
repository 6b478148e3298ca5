package dev.skiff.port;

import dev.skiff.engine.TaskState;

/** Hears what happens to tasks. Called from any thread; must return quickly and never throw. */
public interface TaskListener {

    /** Delivered at least once and in order for one task; keep it idempotent. */
    void observed(TaskRef task, TaskState state);

    /**
     * Output of a container as it is written.
     *
     * @param container {@code main} or the name of a sidecar or init container
     * @param stderr false for standard output
     * @param chunk bytes as they came, not necessarily whole lines; the callee may keep the array
     */
    void output(TaskRef task, String container, boolean stderr, byte[] chunk);
}
