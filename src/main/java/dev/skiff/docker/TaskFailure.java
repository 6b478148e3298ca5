package dev.skiff.docker;

/** The task cannot go on, and nobody's program is to blame: verdict ERROR with this message. */
final class TaskFailure extends Exception {
    private static final long serialVersionUID = 1L;

    TaskFailure(String message) {
        super(message);
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
