package dev.skiff.expr;

/**
 * What one evaluation may cost.
 *
 * @param steps nodes visited plus elements and characters handled, in units of about one node
 * @param listSize elements of one list, also of a range
 * @param outputChars UTF-16 units of one string or of one substituted text
 */
public record Limits(int steps, int listSize, int outputChars) {

    public static final Limits DEFAULT = new Limits(5_000_000, 1_000_000, 16 * 1024 * 1024);

    /** Characters of one expression. */
    static final int SOURCE_CHARS = 256 * 1024;

    /** Brackets, unary operators and the like inside one another; keeps the parser's own stack small. */
    static final int NESTING = 250;

    /** Height of the parsed tree; a chain such as {@code a + b + c} is as high as it is long. */
    static final int HEIGHT = 800;

    /** Characters of a dotted variable name; a longer chain of members is followed link by link. */
    static final int NAME_CHARS = 2_000;

    /** Lists and maps inside one another in a value that is written or compared. */
    static final int VALUE_DEPTH = 1_000;

    /** Nodes of one expression; expr-lang's own default. */
    static final int NODES = 10_000;
}
