package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.WhenExpression;
import org.jspecify.annotations.Nullable;

/** {@code when}: what it comes to, or why it cannot be told. */
final class Conditions {
    private Conditions() {}

    /** @param error null when the condition could be evaluated */
    record Verdict(boolean holds, @Nullable String error) {}

    /** @param substituted the condition after substitution (WHEN-01) */
    static Verdict evaluate(String substituted) {
        try {
            return new Verdict(WhenExpression.evaluate(substituted), null);
        } catch (ExprException e) {
            return new Verdict(false, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the call's condition is false before any loop item is known (WHEN-10). */
    static boolean surelyFalse(Call call, CallScope scope) {
        if (call.when() == null) {
            return false;
        }
        try {
            Verdict verdict = evaluate(scope.needNodes(call.when()));
            return verdict.error() == null && !verdict.holds();
        } catch (TextTree.Unresolvable e) {
            return false;
        }
    }
}
