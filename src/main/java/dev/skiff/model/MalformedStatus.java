package dev.skiff.model;

/** A recorded status that cannot be gone on from; the message is a sentence for the user. It concerns the one workflow that has it. */
public final class MalformedStatus extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedStatus(String message) {
        super(message);
    }

    public MalformedStatus(String message, Throwable cause) {
        super(message, cause);
    }
}
