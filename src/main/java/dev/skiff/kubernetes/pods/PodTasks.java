package dev.skiff.kubernetes.pods;

import dev.skiff.port.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tasks of an executor, by run: what becomes of one run costs nothing of what others do. Thread-safe. */
final class PodTasks {
    private final Map<String, Map<String, PodTask>> byRun = new ConcurrentHashMap<>();

    @Nullable
    PodTask get(TaskRef ref) {
        Map<String, PodTask> its = byRun.get(ref.run());
        return its == null ? null : its.get(ref.nodeId());
    }

    /** @return the one that is there already, which stays; null when there was none */
    @Nullable
    PodTask putIfAbsent(PodTask task) {
        TaskRef ref = task.ref();
        PodTask[] known = {null};
        byRun.compute(ref.run(), (_, its) -> {
            Map<String, PodTask> all = its == null ? new ConcurrentHashMap<>(2) : its;
            known[0] = all.putIfAbsent(ref.nodeId(), task);
            return all;
        });
        return known[0];
    }

    /** @return whether it was there */
    boolean remove(PodTask task) {
        TaskRef ref = task.ref();
        boolean[] was = {false};
        byRun.computeIfPresent(ref.run(), (_, its) -> {
            was[0] = its.remove(ref.nodeId(), task);
            return its.isEmpty() ? null : its;
        });
        return was[0];
    }

    /** Those of a run, which are none of this executor's any more. */
    List<PodTask> removeAll(String run) {
        Map<String, PodTask> its = byRun.remove(run);
        return its == null ? List.of() : List.copyOf(its.values());
    }

    List<PodTask> all() {
        List<PodTask> all = new ArrayList<>();
        byRun.values().forEach(its -> all.addAll(its.values()));
        return all;
    }
}
