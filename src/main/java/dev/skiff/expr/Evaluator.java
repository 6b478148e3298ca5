package dev.skiff.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One evaluation: walks the tree, counts its steps, holds the local names and the elements that predicates see. */
final class Evaluator {

    /** What {@code #}, {@code #acc} and {@code #index} mean at the moment. */
    private record Element(@Nullable Object value, @Nullable Object accumulator, long index) {}

    private record Local(String name, @Nullable Object value) {}

    /** Ends a {@code ?.} chain whose guarded value is nil. */
    private static final Object SHORT_CIRCUIT = new Object();

    /** Roots of Argo's variables: with {@code ??} or {@code ?.} they may be missing, where any other name is a mistake. */
    private static final Set<String> ROOTS = Set.of(
            "item",
            "inputs",
            "outputs",
            "steps",
            "tasks",
            "workflow",
            "pod",
            "node",
            "retries",
            "lastRetry",
            "cronworkflow");

    private static final long CALL_COST = 4;

    /** Calendars, formats and the like. */
    static final long TIME_COST = 15;

    private final Scope scope;
    private final EvalContext context;
    private final Deque<Element> elements = new ArrayDeque<>();
    private final List<Local> locals = new ArrayList<>();
    private int guards;
    private long steps;

    Evaluator(Scope scope, EvalContext context) {
        this.scope = scope;
        this.context = context;
    }

    EvalContext context() {
        return context;
    }

    /** Counts work against the step limit. */
    void spend(long cost, Span where) throws ExprException {
        steps += cost;
        if (steps > context.limits().steps()) {
            throw new ExprException(
                    "expression takes too much work: limit " + context.limits().steps() + " steps", where);
        }
    }

    /** Checks the size of a new list and counts its elements. */
    void spendList(long size, Span where) throws ExprException {
        if (size > context.limits().listSize()) {
            throw new ExprException(
                    "list is too large: " + size + " elements, limit "
                            + context.limits().listSize(),
                    where);
        }
        spend(size, where);
    }

    /** Checks the length of a new text and counts it. */
    void spendText(long length, Span where) throws ExprException {
        if (length > context.limits().outputChars()) {
            throw new ExprException(
                    "text is too large: " + length + " characters, limit "
                            + context.limits().outputChars(),
                    where);
        }
        spend(1 + length / 32, where);
    }

    @Nullable
    Object evaluate(Expr expr) throws ExprException {
        Object value = walk(expr);
        return value == SHORT_CIRCUIT ? null : value;
    }

    /** Evaluates with {@code #} standing for the element. */
    @Nullable
    Object evaluate(Expr expr, @Nullable Object element) throws ExprException {
        elements.push(new Element(Values.of(element), null, 0));
        try {
            return evaluate(expr);
        } finally {
            elements.pop();
        }
    }

    private @Nullable Object walk(Expr expr) throws ExprException {
        spend(1, expr.span());
        return switch (expr) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> name(name);
            case Expr.Pointer pointer -> pointer(pointer);
            case Expr.Unary unary -> Operations.unary(unary.operator(), evaluate(unary.operand()), unary.span());
            case Expr.Binary binary -> binary(binary);
            case Expr.Conditional conditional ->
                evaluate(
                        bool(evaluate(conditional.condition()), conditional.condition())
                                ? conditional.then()
                                : conditional.otherwise());
            case Expr.Member member -> member(member);
            case Expr.Chain chain -> evaluate(chain.inner());
            case Expr.Slice slice -> slice(slice);
            case Expr.Call call -> call(call);
            case Expr.MethodCall call -> method(call);
            case Expr.ListLiteral list -> values(list.elements());
            case Expr.MapLiteral map -> map(map);
            case Expr.Predicate predicate -> predicate(predicate);
            case Expr.Let let -> let(let);
        };
    }

    private @Nullable Object name(Expr.Name name) throws ExprException {
        Local local = local(name.name());
        if (local != null) {
            return local.value;
        }
        Object value = variable(name.name());
        if (value != Scope.MISSING) {
            return value;
        }
        if (guards > 0 && ROOTS.contains(name.name())) {
            return null;
        }
        throw new ExprException(UnknownName.describe(name.name(), scope), name.span());
    }

    private @Nullable Local local(String name) {
        for (int i = locals.size() - 1; i >= 0; i--) {
            if (locals.get(i).name.equals(name)) {
                return locals.get(i);
            }
        }
        return null;
    }

    /** A variable that is also a parent of others is the map of these (SUBST-06). */
    private @Nullable Object variable(String path) {
        if (path.equals("$env")) {
            return Nesting.of(scope.under(""));
        }
        if (scope.hasUnder(path)) {
            return Nesting.of(scope.under(path));
        }
        Object value = scope.lookup(path);
        return value == Scope.MISSING ? Scope.MISSING : Values.of(value);
    }

    private @Nullable Object pointer(Expr.Pointer pointer) throws ExprException {
        Element element = elements.peek();
        if (element == null) {
            throw new ExprException("cannot use pointer accessor outside predicate", pointer.span());
        }
        return switch (pointer.name()) {
            case "acc" -> element.accumulator;
            case "index" -> element.index;
            default -> element.value;
        };
    }

    private @Nullable Object binary(Expr.Binary binary) throws ExprException {
        return switch (binary.operator()) {
            case AND -> bool(evaluate(binary.left()), binary.left()) && bool(evaluate(binary.right()), binary.right());
            case OR -> bool(evaluate(binary.left()), binary.left()) || bool(evaluate(binary.right()), binary.right());
            case COALESCE -> coalesce(binary);
            case EQUAL, NOT_EQUAL, LESS, GREATER, GREATER_OR_EQUAL, LESS_OR_EQUAL ->
                comparison(binary, evaluate(binary.left()), evaluate(binary.right()));
            case IN -> Access.in(evaluate(binary.left()), evaluate(binary.right()), this, binary.span());
            case MATCHES, CONTAINS, STARTS_WITH, ENDS_WITH ->
                TextOperations.test(
                        binary.operator(), evaluate(binary.left()), evaluate(binary.right()), this, binary.span());
            case RANGE -> Operations.range(evaluate(binary.left()), evaluate(binary.right()), this, binary.span());
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> {
                Object result = Operations.arithmetic(
                        binary.operator(), evaluate(binary.left()), evaluate(binary.right()), binary.span());
                if (result instanceof String text) {
                    spendText(text.length(), binary.span());
                }
                yield result;
            }
        };
    }

    private @Nullable Object coalesce(Expr.Binary binary) throws ExprException {
        guards++;
        Object left;
        try {
            left = evaluate(binary.left());
        } finally {
            guards--;
        }
        return left != null ? left : evaluate(binary.right());
    }

    private boolean comparison(Expr.Binary binary, @Nullable Object left, @Nullable Object right) throws ExprException {
        spend(size(left), binary.span());
        return Comparisons.compare(binary.operator(), left, right, this, binary.span());
    }

    private @Nullable Object member(Expr.Member member) throws ExprException {
        String path = member.path();
        if (path != null && (locals.isEmpty() || local(root(path)) == null)) {
            Object value = variable(path);
            if (value != Scope.MISSING) {
                return value;
            }
        }
        Object target = target(member.target(), member.optional());
        if (target == SHORT_CIRCUIT || target == null && member.optional()) {
            return SHORT_CIRCUIT;
        }
        if (target == null && path != null && guards > 0) {
            return null;
        }
        spend(target instanceof String ? size(target) : 0, member.span());
        return Values.of(Access.fetch(target, evaluate(member.property()), member.span()));
    }

    /** The value before a {@code .}, where a chain that has ended stays ended. */
    private @Nullable Object target(Expr expr, boolean optional) throws ExprException {
        if (!optional) {
            return walk(expr);
        }
        guards++;
        try {
            return walk(expr);
        } finally {
            guards--;
        }
    }

    private static String root(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private @Nullable Object slice(Expr.Slice slice) throws ExprException {
        Object target = walk(slice.target());
        if (target == SHORT_CIRCUIT) {
            return SHORT_CIRCUIT;
        }
        Object from = slice.from() == null ? null : evaluate(slice.from());
        Object to = slice.to() == null ? null : evaluate(slice.to());
        return Access.slice(target, from, to, this, slice.span());
    }

    private @Nullable Object call(Expr.Call call) throws ExprException {
        Function function = Functions.find(call.function());
        if (function == null) {
            throw new ExprException(UnknownName.function(call.function()), call.span());
        }
        function.checkArity(call.arguments().size(), call.span());
        List<@Nullable Object> values = values(call.arguments());
        spendCall(values, call.span());
        Arguments arguments = new Arguments(function.name(), values, call, this);
        return function.body().apply(arguments);
    }

    private @Nullable Object method(Expr.MethodCall call) throws ExprException {
        Object target = target(call.target(), call.optional());
        if (target == SHORT_CIRCUIT || target == null && call.optional()) {
            return SHORT_CIRCUIT;
        }
        List<@Nullable Object> values = values(call.arguments());
        spendCall(values, call.span());
        spend(TIME_COST, call.span());
        return TimeMethods.call(target, call.method(), values, call.span());
    }

    /** A call costs more than a step, and what it is given must be read at least once. */
    private void spendCall(List<@Nullable Object> values, Span where) throws ExprException {
        long cost = CALL_COST;
        for (Object value : values) {
            cost += size(value);
        }
        spend(cost, where);
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length() / 16;
            case List<?> list -> list.size() / 16;
            case Map<?, ?> map -> map.size() / 8;
            case null, default -> 0;
        };
    }

    private List<@Nullable Object> values(List<Expr> expressions) throws ExprException {
        List<@Nullable Object> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(evaluate(expression));
        }
        return values;
    }

    private Map<Object, @Nullable Object> map(Expr.MapLiteral map) throws ExprException {
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        for (Expr.MapLiteral.Entry entry : map.entries()) {
            Object key = evaluate(entry.key());
            if (!(key instanceof String)) {
                throw new ExprException(
                        "a map key must be a string, got " + GoTypes.name(key),
                        entry.key().span());
            }
            result.put(key, evaluate(entry.value()));
        }
        return result;
    }

    private PredicateFunction predicate(Expr.Predicate predicate) {
        return (value, accumulator, index) -> {
            elements.push(new Element(Values.of(value), accumulator, index));
            try {
                return evaluate(predicate.body());
            } finally {
                elements.pop();
            }
        };
    }

    private @Nullable Object let(Expr.Let let) throws ExprException {
        Object value = evaluate(let.value());
        if (!let.name().isEmpty() && (local(let.name()) != null || scope.lookup(let.name()) != Scope.MISSING)) {
            throw new ExprException("cannot redeclare variable " + let.name(), let.span());
        }
        locals.add(new Local(let.name(), value));
        try {
            return evaluate(let.body());
        } finally {
            locals.removeLast();
        }
    }

    private static boolean bool(@Nullable Object value, Expr source) throws ExprException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new ExprException("expected a boolean, got " + GoTypes.name(value), source.span());
    }
}
