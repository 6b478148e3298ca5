package dev.skiff.expr;

import org.jspecify.annotations.Nullable;

/**
 * The condition of {@code when}: govaluate's language (WHEN-01 to WHEN-08), after all tags have been replaced. Bare words
 * are texts, so {@code heads == heads} needs no quotes; a value that is empty or contains {@code - . /} does.
 */
public final class WhenExpression {

    private final String source;
    private final @Nullable WhenNode root;

    private WhenExpression(String source, @Nullable WhenNode root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Parses a condition; the empty one is always true (WHEN-04).
     *
     * @throws ExprException {@code Invalid 'when' expression '...': ...} (WHEN-05)
     */
    public static WhenExpression parse(String substituted) throws ExprException {
        return parse(substituted, true);
    }

    /** As {@link #parse} for a CronWorkflow, where bare words are not texts (WHEN-12) but unknown parameters. */
    public static WhenExpression parseCron(String substituted) throws ExprException {
        return parse(substituted, false);
    }

    private static WhenExpression parse(String source, boolean wordsAreText) throws ExprException {
        if (source.isEmpty()) {
            return new WhenExpression(source, null);
        }
        try {
            return new WhenExpression(source, WhenParser.parse(source, wordsAreText));
        } catch (ExprException e) {
            String reason = String.valueOf(e.getMessage());
            String hint = reason.contains("Invalid token")
                    ? " (hint: try wrapping the affected expression in quotes (\"))"
                    : "";
            throw new ExprException(
                    "Invalid 'when' expression '" + source + "': " + reason + hint, e.offset(), e.length());
        }
    }

    /**
     * Parses and evaluates a condition.
     *
     * @throws ExprException for what {@link #parse} refuses, for types that do not fit, and when the result is no boolean
     */
    public static boolean evaluate(String substituted) throws ExprException {
        return parse(substituted).evaluate();
    }

    /** Whether the step is to run. */
    public boolean evaluate() throws ExprException {
        if (root == null) {
            return true;
        }
        Object result;
        try {
            result = WhenEvaluator.evaluate(root);
        } catch (ExprException e) {
            throw new ExprException(
                    "Failed to evaluate 'when' expression '" + source + "': " + e.getMessage(), e.offset(), e.length());
        }
        if (result instanceof Boolean flag) {
            return flag;
        }
        throw new ExprException(
                "Expected boolean evaluation for '" + source + "'. Got " + GoFormat.value(result), 0, source.length());
    }
}
