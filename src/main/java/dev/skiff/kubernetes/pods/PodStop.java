package dev.skiff.kubernetes.pods;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why we have had the kubelet end a pod. */
enum PodStop {
    /** Main has ended; the others are in the way now. */
    DONE,
    /** The run is being stopped. */
    SHUTDOWN,
    /** The template's timeout has passed. */
    DEADLINE;

    /** Value of {@link PodMarks#STOPPED}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null for anything else. */
    static @Nullable PodStop of(@Nullable String text) {
        for (PodStop stop : values()) {
            if (stop.text().equals(text)) {
                return stop;
            }
        }
        return null;
    }
}
