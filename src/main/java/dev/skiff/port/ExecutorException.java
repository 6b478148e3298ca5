package dev.skiff.port;

/** An executor cannot work at all; the message is for the user: what was tried, why it failed, what to do. */
public final class ExecutorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExecutorException(String message) {
        super(message);
    }

    public ExecutorException(String message, Throwable cause) {
        super(message, cause);
    }
}
