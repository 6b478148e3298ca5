package dev.skiff.rehearsal;

import dev.skiff.engine.Task;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Who answers what a played run asks of the world. */
public interface Answers {

    /** What becomes of a task. Asked once for each task, when it starts. */
    Answer task(Task task, NodeStatus node);

    /** What is done about a suspended node; empty for nothing: then its duration runs out, or it waits for good. */
    Optional<Approval> suspended(NodeStatus node);

    /**
     * An answer to a suspended node.
     *
     * @param after it began to wait
     * @param phase how it ends: Succeeded, Failed, Error or Skipped
     * @param message empty for none
     * @param outputs values of output parameters by name
     */
    record Approval(Duration after, NodePhase phase, String message, Map<String, String> outputs) {
        public Approval {
            outputs = Map.copyOf(outputs);
        }
    }
}
