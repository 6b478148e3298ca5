package dev.skiff.cli;

/** Something that the user can put right; the message, of one or several lines, is all that is shown. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }
}
