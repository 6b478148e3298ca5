package dev.skiff.handover;

/** A plan or a report is not what it should be. The message says what is wrong with which field. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
