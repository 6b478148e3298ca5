package dev.skiff.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the variables of an expression; names bound by {@code let} are none. */
final class ReferenceCollector {

    private final Map<String, Reference> found = new LinkedHashMap<>();
    private final List<String> bound = new ArrayList<>();

    private ReferenceCollector() {}

    static List<Reference> collect(Expr expr) {
        ReferenceCollector collector = new ReferenceCollector();
        collector.visit(expr, false);
        return List.copyOf(collector.found.values());
    }

    private void visit(Expr expr, boolean guarded) {
        String path = Expressions.path(expr);
        if (path != null) {
            add(path, guarded || isOptional(expr), expr.span());
            return;
        }
        if (expr instanceof Expr.Binary binary && binary.operator() == BinaryOperator.COALESCE) {
            visit(binary.left(), true);
            visit(binary.right(), guarded);
        } else if (expr instanceof Expr.Let let) {
            visit(let.value(), guarded);
            bound.add(let.name());
            visit(let.body(), guarded);
            bound.removeLast();
        } else {
            expr.children().forEach(child -> visit(child, guarded));
        }
    }

    private void add(String path, boolean optional, Span span) {
        Reference reference = new Reference(path, optional, span);
        if (path.equals("$env") || path.startsWith("$env.") || bound.contains(reference.root())) {
            return;
        }
        found.merge(path, reference, (first, second) -> first.optional() ? second : first);
    }

    private static boolean isOptional(Expr expr) {
        if (expr instanceof Expr.Chain chain) {
            return isOptional(chain.inner());
        }
        return expr instanceof Expr.Member member && (member.optional() || isOptional(member.target()));
    }
}
