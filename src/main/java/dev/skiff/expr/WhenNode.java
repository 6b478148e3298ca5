package dev.skiff.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed {@code when} condition. */
sealed interface WhenNode {

    Span span();

    /** @param value Double, String, Boolean, or null for empty parentheses */
    record Value(@Nullable Object value, Span span) implements WhenNode {}

    /** A dotted bare word, which names a parameter that no condition has. */
    record Parameter(String name, Span span) implements WhenNode {}

    record Prefix(String symbol, WhenNode operand, Span span) implements WhenNode {}

    record Infix(String symbol, WhenNode left, WhenNode right, Span span) implements WhenNode {}

    /** {@code a ? b}, which is nil when a is false; a {@code : c} behind it takes that up like {@code ?? c}. */
    record Ternary(WhenNode condition, WhenNode then, Span span) implements WhenNode {}

    record Items(List<WhenNode> items, Span span) implements WhenNode {}
}
