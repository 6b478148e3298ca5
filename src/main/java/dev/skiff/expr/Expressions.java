package dev.skiff.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parsing and evaluating expr-lang 1.17 expressions with Argo's functions (features.md section 5). */
public final class Expressions {

    private Expressions() {}

    /**
     * Parses an expression; needs no variables.
     *
     * @throws ExprException at the first token that does not fit, or when the expression is too large
     */
    public static Expr parse(String source) throws ExprException {
        return Parser.parse(source);
    }

    /**
     * The value: null, String, Long, Double, Boolean, List, Map, {@link java.time.ZonedDateTime},
     * {@link java.time.Duration} or {@link java.time.ZoneId}. A variable that is not in scope is an error when it stands
     * alone, and nil when it is a member of something that is in scope.
     *
     * @throws ExprException for wrong types, unknown names, and when the limits of the context are reached
     */
    public static @Nullable Object evaluate(Expr expr, Scope scope, EvalContext context) throws ExprException {
        try {
            return new Evaluator(scope, context).evaluate(expr);
        } catch (TooComplexException e) {
            throw new ExprException(String.valueOf(e.getMessage()), expr.span());
        }
    }

    /** Parses and evaluates a condition. A result that is not a boolean is an error. */
    public static boolean test(String source, Scope scope, EvalContext context) throws ExprException {
        Object result = evaluate(parse(source), scope, context);
        if (result instanceof Boolean flag) {
            return flag;
        }
        throw new ExprException(
                "expected a boolean, got " + GoTypes.name(result) + " (" + GoFormat.value(result) + ")",
                0,
                source.length());
    }

    /** The variables that the expression reads, in source order, each name once. */
    public static List<Reference> references(Expr expr) {
        return ReferenceCollector.collect(expr);
    }

    /** Source that parses to the same tree. */
    public static String print(Expr expr) {
        return ExprPrinter.print(expr);
    }

    /** The dotted name of a chain of names and string keys, else null. */
    static @Nullable String path(Expr expr) {
        if (expr instanceof Expr.Name name) {
            return name.name();
        }
        if (expr instanceof Expr.Chain chain) {
            return path(chain.inner());
        }
        return expr instanceof Expr.Member member ? member.path() : null;
    }
}
