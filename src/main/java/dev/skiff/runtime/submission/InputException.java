package dev.skiff.runtime.submission;

/** Something in what was given that whoever gave it can put right; the message, of one or several lines, is all that is to be shown. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }
}
