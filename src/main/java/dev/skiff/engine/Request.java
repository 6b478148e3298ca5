package dev.skiff.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What may be asked of a run; named and meant as the {@code argo} command names and means it. */
public sealed interface Request {

    /** End running tasks, run exit handlers (STOP-01). */
    record Stop() implements Request {}

    /** End everything, exit handlers included (STOP-02). */
    record Terminate() implements Request {}

    /** Start nothing new until {@link Resume}; what runs goes on (SUSP-01). */
    record Suspend() implements Request {}

    /** Let a suspended run go on; nodes that are suspended wait on. */
    record Unsuspend() implements Request {}

    /** Let suspended nodes succeed, all or the chosen ones; without a choice the run itself goes on, too (SUSP-05). */
    record Resume(NodeSelector nodes) implements Request {}

    /** Fail the chosen suspended nodes, and nothing else (SUSP-06). */
    record StopNodes(NodeSelector nodes, String message) implements Request {}

    /**
     * Give outputs, a message or an end to the chosen suspended nodes (SUSP-07).
     *
     * @param phase {@code Succeeded}, {@code Failed}, {@code Error} or {@code Skipped}; empty to leave them waiting
     * @param message empty to leave theirs
     * @param outputs values of output parameters by name
     */
    record SetNodes(NodeSelector nodes, String phase, String message, Map<String, String> outputs) implements Request {
        public SetNodes {
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    /**
     * Run again what failed, of a run that has ended (RETRYWF-01 to RETRYWF-04).
     *
     * @param restartSuccessful whether the chosen nodes are run again although they succeeded, with all that followed them
     * @param nodes which ones, for {@code restartSuccessful}
     * @param parameters of the workflow that get other values
     */
    record Retry(boolean restartSuccessful, NodeSelector nodes, Map<String, String> parameters) implements Request {
        public Retry {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }
}
