package dev.skiff.expr;

/**
 * An expression that cannot be parsed or evaluated. {@link #getMessage()} is one line that says why; {@link #render}
 * adds the place with a caret. Offsets are UTF-16 units from the start of the expression.
 */
public final class ExprException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final int length;

    public ExprException(String message, int offset, int length) {
        super(message, null, false, false);
        this.offset = offset;
        this.length = length;
    }

    ExprException(String message, Span where) {
        this(message, where.start(), where.length());
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The message with line and column, the offending line and a caret below it, in the layout that expr-lang uses. */
    public String render(String source) {
        int at = Math.clamp(offset, 0, source.length());
        int lineStart = source.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = source.indexOf('\n', at);
        String line = source.substring(lineStart, lineEnd < 0 ? source.length() : lineEnd);
        int row = 1
                + (int) source.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        int column = at - lineStart;
        return getMessage() + " (" + row + ":" + (column + 1) + ")\n | " + line + "\n | " + ".".repeat(column) + "^";
    }
}
