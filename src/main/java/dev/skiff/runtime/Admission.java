package dev.skiff.runtime;

import dev.skiff.engine.Task;
import dev.skiff.port.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many tasks may be at the executor at once, over all runs of the process; who comes first starts first. Pods have places of their own,
 * and so have the tasks that this process does itself: a slow request keeps no container waiting.
 */
final class Admission {

    private static final class Lane {
        private final int places;
        private final Set<TaskRef> inside = new HashSet<>();
        private final Set<TaskRef> standing = new HashSet<>();
        private final Map<TaskRef, Runnable> waiting = new LinkedHashMap<>();

        Lane(int places) {
            this.places = places;
        }

        boolean isFull() {
            return inside.size() - standing.size() >= places;
        }

        /** Those whose turn it is. */
        List<Runnable> next() {
            List<Runnable> starts = new ArrayList<>();
            var queue = waiting.entrySet().iterator();
            while (!isFull() && queue.hasNext()) {
                var next = queue.next();
                queue.remove();
                inside.add(next.getKey());
                starts.add(next.getValue());
            }
            return starts;
        }
    }

    private final Lane pods;
    private final Lane direct = new Lane(DirectExecutor.PLACES);
    private final List<Lane> lanes;
    /** What waits or has a place, by run: the end of a run is not to cost what all others do. */
    private final Map<String, Set<TaskRef>> known = new HashMap<>();

    /** @param places for pods; at least 1 */
    Admission(int places) {
        this.pods = new Lane(places);
        this.lanes = List.of(pods, direct);
    }

    private Lane of(Task.Kind kind) {
        return switch (kind) {
            case POD -> pods;
            case HTTP, DATA, RESOURCE -> direct;
        };
    }

    /** Calls {@code start} now, or when a place becomes free; does nothing for a task that has a place or waits for one. */
    void enter(TaskRef task, Task.Kind kind, Runnable start) {
        Lane lane = of(kind);
        synchronized (this) {
            if (lane.inside.contains(task) || lane.waiting.containsKey(task)) {
                return;
            }
            known.computeIfAbsent(task.run(), _ -> new HashSet<>()).add(task);
            if (lane.isFull()) {
                lane.waiting.put(task, start);
                return;
            }
            lane.inside.add(task);
        }
        start.run();
    }

    /** A task that is at the executor already; there may be more of them than places. */
    synchronized void adopt(TaskRef task, Task.Kind kind) {
        known.computeIfAbsent(task.run(), _ -> new HashSet<>()).add(task);
        of(kind).inside.add(task);
    }

    /** The task waits no longer. @return whether it did; if not, it is at the executor or unknown */
    synchronized boolean withdraw(TaskRef task) {
        boolean waited = pods.waiting.remove(task) != null || direct.waiting.remove(task) != null;
        if (waited) {
            unknown(task);
        }
        return waited;
    }

    /** The task's place is free again: the next in the queue is started. */
    void leave(TaskRef task) {
        List<Runnable> starts = new ArrayList<>();
        synchronized (this) {
            for (Lane lane : lanes) {
                lane.inside.remove(task);
                lane.standing.remove(task);
                starts.addAll(lane.next());
            }
            if (!pods.waiting.containsKey(task) && !direct.waiting.containsKey(task)) {
                unknown(task);
            }
        }
        starts.forEach(Runnable::run);
    }

    private void unknown(TaskRef task) {
        known.computeIfPresent(task.run(), (_, all) -> all.remove(task) && all.isEmpty() ? null : all);
    }

    /**
     * The task is a daemon that is ready: it stays at the executor without a place, for what waits for its place may be what it is there
     * for.
     */
    void stand(TaskRef task) {
        List<Runnable> starts = new ArrayList<>();
        synchronized (this) {
            for (Lane lane : lanes) {
                if (lane.inside.contains(task) && lane.standing.add(task)) {
                    starts.addAll(lane.next());
                }
            }
        }
        starts.forEach(Runnable::run);
    }

    /** Nothing of the run waits or has a place any more. */
    void forget(String run) {
        List<TaskRef> gone;
        synchronized (this) {
            gone = List.copyOf(known.getOrDefault(run, Set.of()));
            for (Lane lane : lanes) {
                gone.forEach(lane.waiting::remove);
            }
        }
        gone.forEach(this::leave);
    }

    /** Whether a task of the run is at the executor. */
    synchronized boolean isInside(String run) {
        return known.getOrDefault(run, Set.of()).stream()
                .anyMatch(task -> pods.inside.contains(task) || direct.inside.contains(task));
    }
}
