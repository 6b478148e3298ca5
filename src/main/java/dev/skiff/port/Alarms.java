package dev.skiff.port;

import java.time.Instant;

/** Rings when it is time. Late is fine, early is not; a process that dies forgets its alarms. */
public interface Alarms extends AutoCloseable {

    /** Calls {@code ring} once at the instant, or at once if that has passed; setting the same name again moves the alarm. */
    void set(String run, String name, Instant at, Runnable ring);

    /** Forgets the alarms of a run. */
    void clear(String run);

    @Override
    void close();
}
