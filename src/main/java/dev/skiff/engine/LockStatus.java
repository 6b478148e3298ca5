package dev.skiff.engine;

import dev.skiff.model.MutexHolding;
import dev.skiff.model.MutexStatus;
import dev.skiff.model.SemaphoreHolding;
import dev.skiff.model.SemaphoreStatus;
import dev.skiff.model.SynchronizationStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who in a run holds and awaits which locks, in Argo's shape (LOCK-04). */
final class LockStatus {
    private final List<MutexHolding> mutexHolding = new ArrayList<>();
    private final List<MutexHolding> mutexWaiting = new ArrayList<>();
    private final Map<String, List<String>> semaphoreHolding = new LinkedHashMap<>();
    private final Map<String, List<String>> semaphoreWaiting = new LinkedHashMap<>();

    private LockStatus() {}

    /** Null when nobody holds or awaits any. */
    static @Nullable SynchronizationStatus of(Run run) {
        LockStatus status = new LockStatus();
        String namespace = run.workflow().metadata().getNamespace();
        String workflow = (namespace == null ? "default" : namespace) + "/" + run.name();
        if (!run.finished()) {
            boolean begun = run.locks.isEmpty() || !run.waitsToBegin || run.suspended;
            run.locks.forEach(l -> status.add(l, workflow, begun && run.waitingFor.isEmpty(), run.waitingFor));
            if (run.usesLocks) {
                for (Node n : run.inOrder) {
                    NodeExtras extras = n.extras;
                    if (extras != null && !n.ended()) {
                        extras.locks.forEach(
                                l -> status.add(l, workflow + "/" + n.id, extras.holdsLocks, extras.waitingFor));
                    }
                }
            }
        }
        return status.status();
    }

    private void add(Lock lock, String holder, boolean holds, String waitingFor) {
        boolean mutex = lock.key().contains("/Mutex/");
        if (holds) {
            if (mutex) {
                mutexHolding.add(new MutexHolding(holder, lock.key()));
            } else {
                semaphoreHolding
                        .computeIfAbsent(lock.key(), k -> new ArrayList<>())
                        .add(holder);
            }
        } else if (lock.key().equals(waitingFor)) {
            if (mutex) {
                mutexWaiting.add(new MutexHolding(holder, lock.key()));
            } else {
                semaphoreWaiting
                        .computeIfAbsent(lock.key(), k -> new ArrayList<>())
                        .add(holder);
            }
        }
    }

    private @Nullable SynchronizationStatus status() {
        MutexStatus mutex =
                mutexHolding.isEmpty() && mutexWaiting.isEmpty() ? null : new MutexStatus(mutexHolding, mutexWaiting);
        SemaphoreStatus semaphore = semaphoreHolding.isEmpty() && semaphoreWaiting.isEmpty()
                ? null
                : new SemaphoreStatus(list(semaphoreHolding), list(semaphoreWaiting));
        return mutex == null && semaphore == null ? null : new SynchronizationStatus(mutex, semaphore);
    }

    private static List<SemaphoreHolding> list(Map<String, List<String>> byLock) {
        return byLock.entrySet().stream()
                .map(e -> new SemaphoreHolding(e.getValue(), e.getKey()))
                .toList();
    }
}
