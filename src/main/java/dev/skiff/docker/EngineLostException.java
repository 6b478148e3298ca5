package dev.skiff.docker;

import java.io.IOException;

/** The engine did not answer, or stopped in the middle of an answer: nobody knows whether the request was carried out. */
final class EngineLostException extends IOException {
    private static final long serialVersionUID = 1L;

    EngineLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
