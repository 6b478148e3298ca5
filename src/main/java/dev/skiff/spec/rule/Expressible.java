package dev.skiff.spec.rule;

import dev.skiff.expr.ExprException;

/** Says on one line where an expression is wrong. */
final class Expressible {

    private static final int SHOWN = 30;

    private Expressible() {}

    static String sentence(String what, String source, ExprException e) {
        int at = Math.clamp(e.offset(), 0, source.length());
        String rest = source.substring(at).lines().findFirst().orElse("");
        String near = rest.isEmpty()
                ? "at its end"
                : "at '" + rest.substring(0, Math.min(SHOWN, rest.length())) + (rest.length() > SHOWN ? "…'" : "'");
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return "%s cannot be read %s: %s".formatted(what, near, reason);
    }
}
