package dev.skiff.engine;

/** Pieces of messages. */
final class Texts {
    private static final int SHOWN = 60;

    private Texts() {}

    /** The start of a value, on one line, to be shown in a message. */
    static String start(String value) {
        String line = value.replace("\n", "\\n").replace("\r", "\\r");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
