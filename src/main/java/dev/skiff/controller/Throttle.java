package dev.skiff.controller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** How many workflows run at once, in all and in each namespace (PAR-04): higher priority first, then the older one. */
final class Throttle {

    /** A workflow that wants to run. */
    record Place(String namespace, String uid, long priority, Instant created) {}

    private record Waiting(Place place, Runnable start) {}

    private static final Comparator<Waiting> ORDER = Comparator.comparingLong(
                    (Waiting w) -> -w.place().priority())
            .thenComparing(w -> w.place().created())
            .thenComparing(w -> w.place().uid());

    private final IntSupplier limit;
    private final ToIntFunction<String> limitOf;
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(ORDER);
    private final Map<String, Set<String>> running = new HashMap<>();
    private int all;

    /**
     * @param limit in all, 0 for none
     * @param limitOf of a namespace, 0 for none
     */
    Throttle(IntSupplier limit, ToIntFunction<String> limitOf) {
        this.limit = limit;
        this.limitOf = limitOf;
    }

    /**
     * Calls {@code start} now or later, from any thread.
     *
     * @return whether it has to wait
     */
    boolean enter(Place place, Runnable start) {
        List<Runnable> starts;
        boolean waits;
        synchronized (this) {
            Waiting mine = new Waiting(place, start);
            queue.add(mine);
            starts = next();
            waits = queue.contains(mine);
        }
        starts.forEach(Runnable::run);
        return waits;
    }

    /** For one that runs already, or must not be held back. */
    synchronized void force(Place place) {
        admit(place);
    }

    private void admit(Place place) {
        if (running.computeIfAbsent(place.namespace(), n -> new HashSet<>()).add(place.uid())) {
            all++;
        }
    }

    /** It has ended, or wants to run no longer. */
    void leave(Place place) {
        List<Runnable> starts;
        synchronized (this) {
            queue.removeIf(w -> w.place().uid().equals(place.uid()));
            Set<String> its = running.getOrDefault(place.namespace(), Set.of());
            if (its.contains(place.uid())) {
                its.remove(place.uid());
                all--;
            }
            starts = next();
        }
        starts.forEach(Runnable::run);
    }

    /** The limits may be others now. */
    void changed() {
        List<Runnable> starts;
        synchronized (this) {
            starts = next();
        }
        starts.forEach(Runnable::run);
    }

    private List<Runnable> next() {
        List<Runnable> starts = new ArrayList<>();
        List<Waiting> held = new ArrayList<>();
        int most = limit.getAsInt();
        while (!queue.isEmpty() && (most <= 0 || all < most)) {
            Waiting first = queue.remove();
            String namespace = first.place().namespace();
            int its = limitOf.applyAsInt(namespace);
            if (its > 0 && running.getOrDefault(namespace, Set.of()).size() >= its) {
                held.add(first);
            } else {
                admit(first.place());
                starts.add(first.start());
            }
        }
        queue.addAll(held);
        return starts;
    }
}
