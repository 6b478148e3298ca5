package dev.skiff.artifact;

import java.io.IOException;

/** An artifact is beyond a limit; the message is a sentence for the user. */
final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message);
    }
}
