package dev.skiff.remote;

import java.time.Duration;

/**
 * How long a stream that has begun is kept up when the server is away.
 *
 * @param longest without an answer, before it is given up
 * @param firstPause before it is tried again; twice as long each time
 */
record Patience(Duration longest, Duration firstPause, Duration longestPause) {
    static final Patience USUAL = new Patience(Duration.ofMinutes(3), Duration.ofMillis(200), Duration.ofSeconds(5));
}
