package dev.skiff.spec;

/**
 * A place in a file.
 *
 * @param line counted from 1; 0 when the problem has no line (the file as a whole)
 * @param column counted from 1; 0 when it has none
 */
public record Position(int line, int column) {

    /** The file as a whole. */
    public static final Position NONE = new Position(0, 0);
}
