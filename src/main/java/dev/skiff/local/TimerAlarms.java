package dev.skiff.local;

import dev.skiff.port.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Alarms of this process. */
public final class TimerAlarms implements Alarms {
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("alarms").factory());
    /** By run, then by name. */
    private final Map<String, Map<String, Future<?>>> set = new HashMap<>();

    public TimerAlarms(InstantSource clock) {
        this.clock = clock;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public synchronized void set(String run, String name, Instant at, Runnable ring) {
        Future<?> before = set.computeIfAbsent(run, _ -> new HashMap<>()).put(name, schedule(run, name, at, ring));
        if (before != null) {
            before.cancel(false);
        }
    }

    private Future<?> schedule(String run, String name, Instant at, Runnable ring) {
        long wait = Duration.between(clock.instant(), at).plusNanos(999_999).toMillis();
        return timer.schedule(() -> due(run, name, at, ring), Math.max(0, wait), TimeUnit.MILLISECONDS);
    }

    /** The timer counts in a clock of its own; by the clock of the run it may be too early. */
    private void due(String run, String name, Instant at, Runnable ring) {
        if (clock.instant().isBefore(at)) {
            set(run, name, at, ring);
        } else {
            ring.run();
        }
    }

    @Override
    public synchronized void clear(String run) {
        Map<String, Future<?>> its = set.remove(run);
        if (its != null) {
            its.values().forEach(alarm -> alarm.cancel(false));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
