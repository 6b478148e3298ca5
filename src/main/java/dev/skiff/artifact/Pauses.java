package dev.skiff.artifact;

import java.io.IOException;
import java.time.Duration;

/** Waits, unless the thread is wanted elsewhere. */
final class Pauses {
    private Pauses() {}

    static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
