package dev.skiff.spec.read;

import dev.skiff.spec.Position;
import org.jspecify.annotations.Nullable;

/** Stops the reading of one document; becomes a problem at the edge of this package. */
final class ReadFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Position at;
    private final @Nullable String hint;

    ReadFailure(Position at, String message, @Nullable String hint) {
        super(message, null, false, false);
        this.at = at;
        this.hint = hint;
    }

    Position at() {
        return at;
    }

    @Nullable
    String hint() {
        return hint;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
