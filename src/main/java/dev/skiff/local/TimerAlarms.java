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
    private record Key(String run, String name) {}

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("alarms").factory());
    private final Map<Key, Future<?>> set = new HashMap<>();

    public TimerAlarms(InstantSource clock) {
        this.clock = clock;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public synchronized void set(String run, String name, Instant at, Runnable ring) {
        Key key = new Key(run, name);
        Future<?> before = set.put(key, schedule(key, at, ring));
        if (before != null) {
            before.cancel(false);
        }
    }

    private Future<?> schedule(Key key, Instant at, Runnable ring) {
        long wait = Duration.between(clock.instant(), at).plusNanos(999_999).toMillis();
        return timer.schedule(() -> due(key, at, ring), Math.max(0, wait), TimeUnit.MILLISECONDS);
    }

    /** The timer counts in a clock of its own; by the clock of the run it may be too early. */
    private void due(Key key, Instant at, Runnable ring) {
        if (clock.instant().isBefore(at)) {
            set(key.run(), key.name(), at, ring);
        } else {
            ring.run();
        }
    }

    @Override
    public synchronized void clear(String run) {
        set.entrySet().removeIf(e -> {
            boolean its = e.getKey().run().equals(run);
            if (its) {
                e.getValue().cancel(false);
            }
            return its;
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
