package dev.skiff.expr;

import java.time.Instant;
import java.time.ZoneOffset;

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

        /** govaluate's table: a sign cannot follow a sign, nor a text; no date can be calculated with, and so on. */
        boolean mayBeFollowedBy(Kind next) {
            return switch (this) {
                case UNKNOWN -> next.opens();
                case CLAUSE -> next.opens() || next == CLAUSE_CLOSE;
                case SEPARATOR -> next.opens() && next != PATTERN;
                case TERNARY -> next.opens() && next != PATTERN || next == SEPARATOR;
                case COMPARATOR -> next.opens() || next == CLAUSE_CLOSE;
                case LOGICALOP -> next.opens() && next != PATTERN || next == CLAUSE_CLOSE;
                case MODIFIER -> next.opens() && next != PATTERN && next != TIME || next == CLAUSE_CLOSE;
                case PREFIX ->
                    next.opens() && next != PREFIX && next != STRING && next != TIME && next != PATTERN
                            || next == CLAUSE_CLOSE;
                case TIME, PATTERN -> !next.opens() && next != UNKNOWN && next != TERNARY;
                case NUMERIC, BOOLEAN, STRING, VARIABLE, ACCESSOR, CLAUSE_CLOSE -> !next.opens() && next != UNKNOWN;
            };
        }
    }

    boolean is(Kind kind, String symbol) {
        return this.kind == kind && value.equals(symbol);
    }

    String describe() {
        Object shown = kind == Kind.TIME && value instanceof Double seconds
                ? Instant.ofEpochSecond(seconds.longValue()).atZone(ZoneOffset.UTC)
                : value;
        return kind + " [" + GoFormat.value(shown) + "]";
    }
}
