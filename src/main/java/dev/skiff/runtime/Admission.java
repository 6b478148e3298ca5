package dev.skiff.runtime;

import dev.skiff.port.TaskRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many tasks may be at the executor at once, over all runs of the process; who comes first starts first. */
final class Admission {
    private final int places;
    private final Set<TaskRef> inside = new HashSet<>();
    private final Map<TaskRef, Runnable> waiting = new LinkedHashMap<>();

    /** @param places at least 1 */
    Admission(int places) {
        this.places = places;
    }

    /** Calls {@code start} now, or when a place becomes free; does nothing for a task that has a place or waits for one. */
    void enter(TaskRef task, Runnable start) {
        synchronized (this) {
            if (inside.contains(task) || waiting.containsKey(task)) {
                return;
            }
            if (inside.size() >= places) {
                waiting.put(task, start);
                return;
            }
            inside.add(task);
        }
        start.run();
    }

    /** A task that is at the executor already; there may be more of them than places. */
    synchronized void adopt(TaskRef task) {
        inside.add(task);
    }

    /** The task waits no longer. @return whether it did; if not, it is at the executor or unknown */
    synchronized boolean withdraw(TaskRef task) {
        return waiting.remove(task) != null;
    }

    /** The task's place is free again: the next in the queue is started. */
    void leave(TaskRef task) {
        List<Runnable> starts = new ArrayList<>();
        synchronized (this) {
            inside.remove(task);
            var queue = waiting.entrySet().iterator();
            while (inside.size() < places && queue.hasNext()) {
                var next = queue.next();
                queue.remove();
                inside.add(next.getKey());
                starts.add(next.getValue());
            }
        }
        starts.forEach(Runnable::run);
    }

    /** Nothing of the run waits or has a place any more. */
    void forget(String run) {
        List<TaskRef> gone;
        synchronized (this) {
            waiting.keySet().removeIf(task -> task.run().equals(run));
            gone = inside.stream().filter(task -> task.run().equals(run)).toList();
        }
        gone.forEach(this::leave);
    }

    /** Whether a task of the run is at the executor. */
    synchronized boolean isInside(String run) {
        return inside.stream().anyMatch(task -> task.run().equals(run));
    }
}
