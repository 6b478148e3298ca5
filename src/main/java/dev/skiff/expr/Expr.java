package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed expr-lang expression. Immutable; {@link Expressions#print} gives its canonical source. */
public sealed interface Expr {

    /** Where the node stands in the source. */
    Span span();

    /** The direct parts, in source order. */
    List<Expr> children();

    /** @param value null (nil), Boolean, Long, Double or String */
    record Literal(@Nullable Object value, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /** A variable. */
    record Name(String name, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /** {@code #} (empty name), {@code #acc} or {@code #index} inside a predicate. */
    record Pointer(String name, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /** @param operator one of {@code - + not} */
    record Unary(String operator, Expr operand, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(operand);
        }
    }

    record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }
    }

    record Conditional(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(condition, then, otherwise);
        }
    }

    /**
     * {@code target.property}, {@code target['property']} or {@code target[index]}.
     *
     * @param path the dotted variable name when the whole chain is made of plain names and string keys, else null
     */
    record Member(
            Expr target,
            Expr property,
            boolean optional,
            @Nullable String path,
            Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(target, property);
        }
    }

    /** The reach of {@code ?.}: when the guarded value is nil, the whole chain is nil. */
    record Chain(Expr inner, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(inner);
        }
    }

    record Slice(Expr target, @Nullable Expr from, @Nullable Expr to, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> parts = new ArrayList<>();
            parts.add(target);
            if (from != null) {
                parts.add(from);
            }
            if (to != null) {
                parts.add(to);
            }
            return parts;
        }
    }

    /** {@code function(arguments)}; {@code x | f(y)} has become {@code f(x, y)}. */
    record Call(String function, List<Expr> arguments, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return arguments;
        }
    }

    /** {@code target.method(arguments)}: Go methods of times and durations, and {@code sprig.function(...)}. */
    record MethodCall(Expr target, String method, List<Expr> arguments, boolean optional, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> parts = new ArrayList<>();
            parts.add(target);
            parts.addAll(arguments);
            return parts;
        }
    }

    record ListLiteral(List<Expr> elements, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return elements;
        }
    }

    record MapLiteral(List<Entry> entries, Span span) implements Expr {
        /** One {@code key: value}. */
        public record Entry(Expr key, Expr value) {}

        @Override
        public List<Expr> children() {
            List<Expr> parts = new ArrayList<>();
            for (Entry entry : entries) {
                parts.add(entry.key());
                parts.add(entry.value());
            }
            return parts;
        }
    }

    /** The body that a function such as {@code filter} runs for each element. */
    record Predicate(Expr body, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(body);
        }
    }

    /** {@code let name = value; body}. */
    record Let(String name, Expr value, Expr body, Span span) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value, body);
        }
    }
}
