package dev.skiff.expr;

/**
 * One lexical unit of a {@code when} condition.
 *
 * @param value Double, String or Boolean of a value; the symbol of all others
 */
record WhenToken(Kind kind, Object value, Span span) {

    /** The names are those that govaluate prints in its errors. */
    enum Kind {
        UNKNOWN,
        PREFIX,
        NUMERIC,
        BOOLEAN,
        STRING,
        PATTERN,
        TIME,
        VARIABLE,
        ACCESSOR,
        COMPARATOR,
        LOGICALOP,
        MODIFIER,
        CLAUSE,
        CLAUSE_CLOSE,
        TERNARY,
        SEPARATOR;

        /** Starts an operand. */
        private boolean opens() {
            return switch (this) {
                case PREFIX, NUMERIC, BOOLEAN, STRING, PATTERN, TIME, VARIABLE, ACCESSOR, CLAUSE -> true;
                case UNKNOWN, COMPARATOR, LOGICALOP, MODIFIER, CLAUSE_CLOSE, TERNARY, SEPARATOR -> false;
            };
        }

        /** Ends an operand, so that the expression may end here. */
        boolean closes() {
            return switch (this) {
                case NUMERIC, BOOLEAN, STRING, PATTERN, TIME, VARIABLE, ACCESSOR, CLAUSE_CLOSE -> true;
                case UNKNOWN, PREFIX, COMPARATOR, LOGICALOP, MODIFIER, CLAUSE, TERNARY, SEPARATOR -> false;
            };
        }

        /** Whether the next kind may follow this one; a sign cannot follow a sign, nor a text. */
        boolean mayBeFollowedBy(Kind next) {
            if (this == PREFIX) {
                return next.opens() && next != PREFIX && next != STRING && next != TIME;
            }
            if (this == CLAUSE && next == CLAUSE_CLOSE) {
                return true;
            }
            return closes() != next.opens();
        }
    }

    boolean is(Kind kind, String symbol) {
        return this.kind == kind && value.equals(symbol);
    }

    String describe() {
        return kind + " [" + GoFormat.value(value) + "]";
    }
}
