package dev.skiff.expr;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a function table.
 *
 * @param name as it is called, {@code sprig.} included
 * @param least fewest arguments
 * @param most most arguments
 */
record Function(String name, int least, int most, Body body) {

    /** No upper limit on the number of arguments. */
    static final int ANY = Integer.MAX_VALUE;

    /** What the function does. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object apply(Arguments arguments) throws ExprException;
    }

    static Function of(String name, int arity, Body body) {
        return new Function(name, arity, arity, body);
    }

    static Function of(String name, int least, int most, Body body) {
        return new Function(name, least, most, body);
    }

    void checkArity(int given, Span where) throws ExprException {
        if (given >= least && given <= most) {
            return;
        }
        String expected = least == most ? "" + least : most == ANY ? "at least " + least : least + " to " + most;
        throw new ExprException(
                "invalid number of arguments for " + name + " (expected " + expected + ", got " + given + ")", where);
    }
}
