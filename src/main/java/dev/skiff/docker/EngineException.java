package dev.skiff.docker;

import java.io.IOException;

/** The engine answered with an error; the message is the engine's own. */
final class EngineException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    EngineException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status: 404 for what does not exist, 409 for what conflicts, 500 for what the engine could not do. */
    int status() {
        return status;
    }

    /** The engine's words; never null. */
    String words() {
        String message = getMessage();
        return message == null ? "status " + status : message;
    }
}
