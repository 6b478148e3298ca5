package dev.skiff.engine;

import dev.skiff.model.MutexHolding;
import dev.skiff.model.SemaphoreHolding;
import dev.skiff.model.SynchronizationStatus;
import dev.skiff.model.WorkflowStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a status says of locks (LOCK-04): holders are {@code <namespace>/<workflow>[/<node id>]}. */
final class RecordedLocks {
    private final Set<String> holders = new HashSet<>();
    private String awaited = "";

    RecordedLocks(WorkflowStatus status) {
        SynchronizationStatus s = status.synchronization();
        if (s != null && s.semaphore() != null) {
            s.semaphore().holding().forEach(h -> h.holders().forEach(this::add));
            List<SemaphoreHolding> waiting = s.semaphore().waiting();
            awaited = waiting.isEmpty() ? "" : text(waiting.getFirst().semaphore());
        }
        if (s != null && s.mutex() != null) {
            s.mutex().holding().forEach(h -> add(text(h.holder())));
            List<MutexHolding> waiting = s.mutex().waiting();
            awaited = waiting.isEmpty() ? awaited : text(waiting.getFirst().mutex());
        }
    }

    private void add(String holder) {
        String[] parts = holder.split("/", -1);
        if (parts.length != 2) { // else it is the workflow
            holders.add(parts[parts.length - 1]);
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** Whether the node holds locks. */
    boolean isHeld(String nodeId) {
        return holders.contains(nodeId);
    }

    /** The key of a lock that somebody waits for; empty when there is none. While the workflow itself waits, nobody else does. */
    String awaited() {
        return awaited;
    }
}
