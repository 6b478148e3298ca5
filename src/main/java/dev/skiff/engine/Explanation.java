package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.Template;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step or task came to be, beyond what its status says.
 *
 * @param name of the node, or of the node to be
 * @param step the name of the step or task; empty for the entrypoint, exit handlers and step groups
 * @param template as it is executed, before substitution; null when it was never begun
 * @param when the condition as written; null without one
 * @param depends the condition on other tasks as written; null without one
 * @param needs the tasks that it waited or waits for, in the order in which they are written
 * @param waits what holds it back now; empty when nothing does
 */
public record Explanation(
        String name,
        String step,
        @Nullable Template template,
        @Nullable String when,
        @Nullable String depends,
        List<Need> needs,
        List<Wait> waits) {

    public Explanation {
        needs = List.copyOf(needs);
        waits = List.copyOf(waits);
    }

    /**
     * A task or step that another waits for.
     *
     * @param name of its node, or of the node to be
     * @param phase null before it has begun
     */
    public record Need(String name, @Nullable NodePhase phase) {

        /** Whether nobody has to wait for it any more. */
        public boolean done() {
            return phase != null && phase.fulfilled();
        }
    }

    /** What may hold a step or task back. */
    public sealed interface Wait {

        /** Dependencies, or steps of the group before, that are not done. */
        record Others(List<Need> needs) implements Wait {
            public Others {
                needs = List.copyOf(needs);
            }
        }

        /**
         * As many run as may.
         *
         * @param template whose {@code parallelism} it is; empty for the workflow's
         */
        record Parallelism(String template, long limit) implements Wait {}

        /** Something inside of the template has failed, and {@code failFast} starts nothing new there. */
        record FailFast(String template) implements Wait {}

        /** The next attempt. */
        record Backoff(Instant until) implements Wait {}
    }
}
