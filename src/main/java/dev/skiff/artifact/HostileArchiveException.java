package dev.skiff.artifact;

import java.io.IOException;

/** An archive is no archive, or would do what no artifact should; the message is a sentence for the user. */
final class HostileArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    HostileArchiveException(String message) {
        super(message);
    }
}
