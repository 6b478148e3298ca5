package dev.skiff.engine;

import org.jspecify.annotations.Nullable;

/** How a run is being ended before its time. */
enum Shutdown {
    STOP("Stop"),
    TERMINATE("Terminate");

    /** As Argo writes it in {@code spec.shutdown} and in messages. */
    final String text;

    Shutdown(String text) {
        this.text = text;
    }

    /** Null for a text that names none. */
    static @Nullable Shutdown of(@Nullable String text) {
        for (Shutdown s : values()) {
            if (s.text.equals(text)) {
                return s;
            }
        }
        return null;
    }
}
