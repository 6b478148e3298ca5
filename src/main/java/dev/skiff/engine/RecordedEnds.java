package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the messages of recorded nodes say of how their run was ended, or was about to be. */
final class RecordedEnds {
    private static final String SHUT_DOWN = "workflow shutdown with strategy:";
    private static final String STOPPED = "Stopped with strategy '";

    /** When each kind of shutdown was first felt by a node. */
    final Map<Shutdown, Instant> shutdowns = new EnumMap<>(Shutdown.class);

    /** When the workflow's deadline was first felt by a node; null when it was not. */
    private @Nullable Instant deadline;

    RecordedEnds(Recorded recorded) {
        for (NodeStatus n : recorded.nodes()) {
            Instant end = n.finishedAt();
            if (!byTheRun(n) || end == null) {
                continue;
            }
            Shutdown how = shutdown(n);
            if (how != null) {
                shutdowns.merge(how, end, RecordedEnds::first);
            } else {
                deadline = deadline == null ? end : first(deadline, end);
            }
        }
    }

    private static Instant first(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    /** When the deadline was first felt, if that can have been: times are whole seconds. */
    @Nullable
    Instant deadline(@Nullable Instant due) {
        Instant felt = deadline;
        return due == null || felt == null || felt.isBefore(due.minusSeconds(1)) ? null : felt;
    }

    private static @Nullable Shutdown shutdown(NodeStatus n) {
        String message = n.message() == null ? "" : n.message();
        for (Shutdown how : Shutdown.values()) {
            if (message.startsWith(SHUT_DOWN)
                    && message.substring(SHUT_DOWN.length()).strip().equals(how.text)) {
                return how;
            }
            if (message.equals(STOPPED + how.text + "'")) {
                return how;
            }
        }
        return null;
    }

    /** Whether the node did not end by itself, but with the whole run: by a shutdown, or by the workflow's deadline. */
    static boolean byTheRun(NodeStatus n) {
        return n.phase() != null
                && n.phase().failedOrError()
                && n.message() != null
                && (shutdown(n) != null || n.message().equals(Outcomes.DEADLINE));
    }

    /** Whether it ended with the run before it had begun: it was waiting for somebody, for a lock or for the cache. */
    static boolean whileWaiting(NodeStatus n) {
        return byTheRun(n) && n.message() != null && n.message().startsWith(STOPPED);
    }

    /** Whether nobody has waited for the end of its task: that may still run. */
    static boolean withoutItsTask(NodeStatus n) {
        return byTheRun(n) || (n.phase() == NodePhase.FAILED && "timeout".equals(n.message()));
    }
}
