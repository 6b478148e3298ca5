package dev.skiff.port;

import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whoever looks on what changes. Called from the run's own thread or an executor's; returns quickly and never throws. */
public interface Feed {

    /**
     * One event was taken in.
     *
     * @param nodes snapshots of the nodes that are new or changed, in the order of their first change
     */
    record Change(String run, @Nullable WorkflowPhase phase, String message, List<NodeStatus> nodes) {}

    void changed(Change change);

    /** See {@link TaskListener#output}. */
    void output(TaskRef task, String container, boolean stderr, byte[] chunk);

    /** Something that the user should know and that stops nothing. */
    void warning(String run, String sentence);

    /** Nobody looks on. */
    Feed NONE = new Feed() {
        @Override
        public void changed(Change change) {}

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

        @Override
        public void warning(String run, String sentence) {}
    };
}
