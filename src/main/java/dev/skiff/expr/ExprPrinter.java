package dev.skiff.expr;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a tree as source that parses to the same tree; every compound operand is in parentheses. */
final class ExprPrinter {

    private ExprPrinter() {}

    static String print(Expr expr) {
        return switch (expr) {
            case Expr.Literal literal -> literal(literal);
            case Expr.Name name -> name.name();
            case Expr.Pointer pointer -> "#" + pointer.name();
            case Expr.Unary unary ->
                (unary.operator().equals("not") ? "not " : unary.operator()) + operand(unary.operand());
            case Expr.Binary binary ->
                operand(binary.left()) + " " + binary.operator().symbol() + " " + operand(binary.right());
            case Expr.Conditional c ->
                operand(c.condition()) + " ? " + operand(c.then()) + " : " + operand(c.otherwise());
            case Expr.Member member -> member(member);
            case Expr.Chain chain -> print(chain.inner());
            case Expr.Slice slice ->
                target(slice.target()) + "[" + (slice.from() == null ? "" : operand(slice.from())) + ":"
                        + (slice.to() == null ? "" : operand(slice.to())) + "]";
            case Expr.Call call -> call.function() + "(" + list(call.arguments()) + ")";
            case Expr.MethodCall call ->
                target(call.target()) + (call.optional() ? "?." : ".") + call.method() + "(" + list(call.arguments())
                        + ")";
            case Expr.ListLiteral list -> "[" + list(list.elements()) + "]";
            case Expr.MapLiteral map -> "{" + entries(map) + "}";
            case Expr.Predicate predicate -> "{" + print(predicate.body()) + "}";
            case Expr.Let let ->
                (let.name().isEmpty() ? "" : "let " + let.name() + " = ") + operand(let.value()) + "; "
                        + print(let.body());
        };
    }

    private static String literal(Expr.Literal literal) {
        Object value = literal.value();
        return switch (value) {
            case null -> "nil";
            case String text -> StringEscapes.quote(text);
            case Double number -> {
                String text = GoFormat.shortest(number);
                yield text.contains(".") ? text : text + ".0";
            }
            default -> value.toString();
        };
    }

    private static String member(Expr.Member member) {
        String dot = member.optional() ? "?." : "";
        return target(member.target()) + dot + "[" + print(member.property()) + "]";
    }

    private static String entries(Expr.MapLiteral map) {
        return map.entries().stream()
                .map(entry -> key(entry.key()) + ": " + element(entry.value()))
                .collect(Collectors.joining(", "));
    }

    private static String key(Expr key) {
        return key instanceof Expr.Literal literal && literal.value() instanceof String
                ? literal(literal)
                : "(" + print(key) + ")";
    }

    private static String list(List<Expr> elements) {
        return elements.stream().map(ExprPrinter::element).collect(Collectors.joining(", "));
    }

    private static String element(Expr expr) {
        return expr instanceof Expr.Let ? "(" + print(expr) + ")" : print(expr);
    }

    private static String operand(Expr expr) {
        return isCompound(expr) ? "(" + print(expr) + ")" : print(expr);
    }

    /** What a {@code .} or {@code [} can follow; a number cannot, and a chain in parentheses is a chain of its own. */
    private static String target(Expr expr) {
        boolean bare = expr instanceof Expr.Literal literal && !(literal.value() instanceof String);
        return bare || isCompound(expr) || expr instanceof Expr.Chain ? "(" + print(expr) + ")" : print(expr);
    }

    private static boolean isCompound(Expr expr) {
        return switch (expr) {
            case Expr.Unary _, Expr.Binary _, Expr.Conditional _, Expr.Let _ -> true;
            case Expr.Literal _, Expr.Name _, Expr.Pointer _, Expr.Member _, Expr.Chain _, Expr.Slice _ -> false;
            case Expr.Call _, Expr.MethodCall _, Expr.ListLiteral _, Expr.MapLiteral _, Expr.Predicate _ -> false;
        };
    }
}
