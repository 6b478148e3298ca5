package dev.skiff.expr;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One resolution of a template text: a walk over its pieces. */
final class TemplateResolver {

    /** Not in scope, they are never taken for nil but wait for a later pass (SUBST-10). */
    private static final Set<String> LATE = Set.of(
            "item",
            "retries",
            "lastRetry.exitCode",
            "lastRetry.status",
            "lastRetry.duration",
            "lastRetry.message",
            "workflow.status",
            "workflow.failures");

    private final Scope scope;
    private final Unresolved mode;
    private final EvalContext context;
    private final StringBuilder out = new StringBuilder();
    private boolean complete = true;
    private Resolution.@Nullable Failed failure;

    TemplateResolver(Scope scope, Unresolved mode, EvalContext context) {
        this.scope = scope;
        this.mode = mode;
        this.context = context;
    }

    Resolution resolve(String[] literals, List<TemplateText.Part> parts, TemplateText.@Nullable Problem unclosed) {
        out.append(literals[0]);
        for (int i = 0; i < parts.size(); i++) {
            TemplateText.Part part = parts.get(i);
            String literal = literals[i + 1];
            int used = 0;
            switch (part.tag().kind()) {
                case EXPRESSION -> expression(part);
                case SIMPLE -> used = simple(part, literal);
            }
            if (failure != null) {
                return failure;
            }
            out.append(literal, used, literal.length());
            if (out.length() > context.limits().outputChars()) {
                return new Resolution.Failed(
                        "text is too large: limit " + context.limits().outputChars() + " characters",
                        part.tag().offset(),
                        Resolution.Kind.LIMIT,
                        null);
            }
        }
        if (unclosed != null) {
            return new Resolution.Failed(unclosed.message(), unclosed.offset(), Resolution.Kind.SYNTAX, null);
        }
        return new Resolution.Done(out.toString(), complete);
    }

    /** Appends the value of a simple tag. Returns how much of the literal that follows has been used with it. */
    private int simple(TemplateText.Part part, String following) {
        String name = part.tag().name();
        Object value = scope.lookup(name);
        if (value instanceof String text) {
            out.append(text);
            return 0;
        }
        if (value == Scope.MISSING && part.nested() != null) {
            return nested(part, part.nested(), following);
        }
        variable(part, name, value, part.verbatim());
        return 0;
    }

    private void variable(TemplateText.Part part, String name, @Nullable Object value, String verbatim) {
        if (value == Scope.MISSING) {
            if (mode.failsOn(name)) {
                fail(part, "failed to resolve " + verbatim, Resolution.Kind.MISSING, name);
            } else {
                out.append(verbatim);
                complete = false;
            }
        } else if (value == null) {
            fail(part, absent(verbatim, name), Resolution.Kind.ABSENT, name);
        } else {
            out.append(text(value));
        }
    }

    private static String absent(String verbatim, String name) {
        return "failed to resolve " + verbatim + ": " + name
                + " is an absent optional because its producer was skipped or "
                + "omitted; give the output a valueFrom.default, or the input a default, or write {{=... ?? 'fallback'}}";
    }

    /** Text of a value in a simple tag: scalars as Go prints them, lists and maps as JSON (LOOP-05). */
    private static String text(Object raw) {
        Object value = Values.of(raw);
        return value instanceof List || value instanceof Map ? Json.compact(value) : GoFormat.value(value);
    }

    /** The inner tag first; then, when the outer one closes right behind it, the outer (SUBST-05). */
    private int nested(TemplateText.Part part, TemplateText.Nested nested, String following) {
        Object inner = scope.lookup(nested.inner());
        if (inner == Scope.MISSING || inner == null) {
            String verbatim = "{{" + nested.inner() + "}}";
            if (inner == null || mode.failsOn(nested.inner())) {
                variable(part, nested.inner(), inner, verbatim);
            } else {
                out.append(part.verbatim());
                complete = false;
            }
            return 0;
        }
        String name = nested.prefix() + text(inner);
        if (!following.startsWith("}}")) {
            out.append("{{").append(name);
            complete = false;
            return 0;
        }
        variable(part, name.strip(), scope.lookup(name.strip()), "{{" + name + "}}");
        return 2;
    }

    private void expression(TemplateText.Part part) {
        Expr expr = part.tag().expr();
        if (expr == null) {
            fail(part, String.valueOf(part.error()), Resolution.Kind.EXPRESSION, null);
            return;
        }
        boolean keep = false;
        for (Reference reference : part.references()) {
            if (isInScope(reference.name())) {
                continue;
            }
            if (!reference.optional() && mode.failsOn(reference.name())) {
                String message = "failed to evaluate expression: " + reference.name() + " is missing";
                fail(part, message, Resolution.Kind.MISSING, reference.name());
                return;
            }
            keep |= !reference.optional() || mode != Unresolved.FAIL && waits(reference);
        }
        if (keep) {
            out.append(part.verbatim());
            complete = false;
        } else {
            evaluate(part, expr);
        }
    }

    /** A guarded variable whose whole namespace has not come yet is not absent. */
    private boolean waits(Reference reference) {
        return LATE.contains(reference.name()) || !isInScope(reference.root());
    }

    /** Declared, a parent of declared variables, or a key inside a declared map. */
    private boolean isInScope(String name) {
        if (scope.lookup(name) != Scope.MISSING || scope.hasUnder(name)) {
            return true;
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            Object parent = scope.lookup(name.substring(0, dot));
            if (parent != Scope.MISSING) {
                return contains(Values.of(parent), name.substring(dot + 1));
            }
        }
        return false;
    }

    private static boolean contains(@Nullable Object parent, String rest) {
        if (!(parent instanceof Map<?, ?> map)) {
            return false;
        }
        int dot = rest.indexOf('.');
        if (map.containsKey(rest)) {
            return true;
        }
        return dot > 0 && contains(Values.of(map.get(rest.substring(0, dot))), rest.substring(dot + 1));
    }

    private void evaluate(TemplateText.Part part, Expr expr) {
        try {
            Object value = Expressions.evaluate(expr, scope, context);
            if (value == null) {
                String source = part.tag().source();
                fail(
                        part,
                        "failed to evaluate expression " + StringEscapes.quote(source) + ": it is nil",
                        Resolution.Kind.EXPRESSION,
                        null);
            } else {
                out.append(value instanceof String text ? text : Json.escaped(value));
            }
        } catch (ExprException e) {
            fail(
                    part,
                    "failed to evaluate expression: " + e.render(part.tag().source()),
                    Resolution.Kind.EXPRESSION,
                    null);
        } catch (IllegalArgumentException e) {
            fail(part, "failed to evaluate expression: " + e.getMessage(), Resolution.Kind.EXPRESSION, null);
        }
    }

    private void fail(TemplateText.Part part, String message, Resolution.Kind kind, @Nullable String variable) {
        failure = new Resolution.Failed(message, part.tag().offset(), kind, variable);
    }
}
