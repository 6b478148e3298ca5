package dev.skiff.expr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, taken out by position and type; a wrong type is an error at that argument. */
final class Arguments {

    private final String function;
    private final List<@Nullable Object> values;
    private final Expr.Call call;
    private final Evaluator evaluator;

    Arguments(String function, List<@Nullable Object> values, Expr.Call call, Evaluator evaluator) {
        this.function = function;
        this.values = values;
        this.call = call;
        this.evaluator = evaluator;
    }

    int size() {
        return values.size();
    }

    @Nullable
    Object value(int index) {
        return values.get(index);
    }

    List<@Nullable Object> all() {
        return values;
    }

    String string(int index) throws ExprException {
        if (values.get(index) instanceof String text) {
            return text;
        }
        throw wrongType(index, "string");
    }

    /** An int, or a float cut to one. */
    long integer(int index) throws ExprException {
        return switch (values.get(index)) {
            case Long number -> number;
            case Double number -> number.longValue();
            case null, default -> throw wrongType(index, "int");
        };
    }

    double number(int index) throws ExprException {
        return switch (values.get(index)) {
            case Long number -> number;
            case Double number -> number;
            case null, default -> throw wrongType(index, "number");
        };
    }

    boolean bool(int index) throws ExprException {
        if (values.get(index) instanceof Boolean flag) {
            return flag;
        }
        throw wrongType(index, "bool");
    }

    List<? extends @Nullable Object> list(int index) throws ExprException {
        if (values.get(index) instanceof List<?> list) {
            return list;
        }
        throw wrongType(index, "array");
    }

    Map<?, ? extends @Nullable Object> map(int index) throws ExprException {
        if (values.get(index) instanceof Map<?, ?> map) {
            return map;
        }
        throw wrongType(index, "map");
    }

    boolean hasPredicate() {
        return values.size() > 1;
    }

    /** The predicate, which is always the second argument. */
    PredicateFunction predicate() throws ExprException {
        if (values.get(1) instanceof PredicateFunction predicate) {
            return predicate;
        }
        throw wrongType(1, "predicate");
    }

    /** What the predicate says about an element; it must be a boolean. */
    boolean holds(@Nullable Object element, long index) throws ExprException {
        Object result = predicate().apply(element, null, index);
        if (result instanceof Boolean flag) {
            return flag;
        }
        throw new ExprException(
                "predicate of " + function + " should return boolean (got " + GoTypes.name(result) + ")", span(1));
    }

    /** Whether a JSONPath filter keeps an element: when the result is not empty, zero, false or nil; what fails is not kept. */
    boolean test(Expr condition, @Nullable Object element) throws ExprException {
        spend(1);
        try {
            Object result = evaluator.evaluate(condition, element);
            return !SprigValues.isEmpty(result);
        } catch (ExprException _) {
            return false;
        }
    }

    EvalContext context() {
        return evaluator.context();
    }

    Span span() {
        return call.span();
    }

    Span span(int index) {
        return call.arguments().get(index).span();
    }

    /** Whether two values are equal; each part of them counts. */
    boolean equal(@Nullable Object left, @Nullable Object right) throws ExprException {
        return Comparisons.equal(left, right, evaluator, call.span());
    }

    void spend(long cost) throws ExprException {
        evaluator.spend(cost, call.span());
    }

    /** Passes a new list on after its size is checked. */
    <T extends List<? extends @Nullable Object>> T checked(T list) throws ExprException {
        evaluator.spendList(list.size(), call.span());
        return list;
    }

    /** Passes a new text on after its length is checked. */
    String checked(String text) throws ExprException {
        evaluator.spendText(text.length(), call.span());
        return text;
    }

    /** Checks the length of a text before it is made. */
    void checkLength(long length) throws ExprException {
        evaluator.spendText(length, call.span());
    }

    ExprException error(String message) {
        return new ExprException(function + ": " + message, call.span());
    }

    ExprException wrongType(int index, String expected) {
        return new ExprException(
                "invalid argument for " + function + " (expected " + expected + ", got "
                        + GoTypes.name(values.get(index)) + ")",
                span(index));
    }
}
