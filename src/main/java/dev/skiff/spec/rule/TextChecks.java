package dev.skiff.spec.rule;

import dev.skiff.expr.Expr;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.Reference;
import dev.skiff.expr.TemplateText;
import dev.skiff.expr.WhenExpression;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What may be wrong with one text: tags that do not end, variables that are not known, expressions that cannot be read (SUBST-26,
 * WHEN-05). Unknown variables in {@code {{=…}}} are warnings, because Argo does not look at them before it runs.
 */
record TextChecks(Located located, TagScope scope, Consumer<Problem> report) {

    private static final Pattern TAG = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);

    /** Free text of other languages, where open braces are no mistake of the workflow's author. */
    private static final Set<String> FOREIGN =
            Set.of("source", "args", "command", "manifest", "data", "body", "podSpecPatch");

    void check(DocPath path, String text) {
        List<Object> segments = path.segments();
        Object last = segments.getLast();
        Object parent = segments.size() > 1 ? segments.get(segments.size() - 2) : "";
        boolean condition = last.equals("successCondition") && parent.equals("http");
        if (last.equals("when") && segments.contains("templates")) {
            when(path, text);
        }
        tags(path, text);
        if (last.equals("expression") || last.equals("fromExpression") || condition) {
            boolean scoped = last.equals("fromExpression") || parent.equals("valueFrom");
            expression(path, text, scoped);
        }
    }

    private void tags(DocPath path, String text) {
        if (!text.contains("{{")) {
            return;
        }
        TemplateText parsed = TemplateText.parse(text);
        boolean foreign = path.segments().stream().anyMatch(FOREIGN::contains);
        for (TemplateText.Problem problem : parsed.problems()) {
            String line = problem.message().lines().findFirst().orElse("");
            report.accept(foreign ? located.warning(path, line, null) : located.error(path, line));
        }
        for (TemplateText.Tag tag : parsed.tags()) {
            Expr expr = tag.expr();
            if (expr != null) {
                references(path, expr);
            } else if (tag.kind() == TemplateText.TagKind.SIMPLE && !tag.name().contains("{{")) {
                flaw(tag.name()).ifPresent(flaw -> report.accept(located.error(path, flaw.message(), flaw.hint())));
            }
        }
    }

    private Optional<Flaw> flaw(String name) {
        boolean checked = TagScope.ROOTS.contains(TagScope.root(name)) && (name.contains(".") || name.equals("item"));
        return checked ? scope.flaw(name) : Optional.empty();
    }

    private void references(DocPath path, Expr expr) {
        for (Reference reference : Expressions.references(expr)) {
            if (!reference.optional()) {
                flaw(reference.name())
                        .ifPresent(flaw -> report.accept(located.warning(path, flaw.message(), flaw.hint())));
            }
        }
    }

    /** An expression without braces; with tags in it, it can only be read once they are replaced. */
    private void expression(DocPath path, String text, boolean scoped) {
        if (text.contains("{{")) {
            return;
        }
        try {
            Expr expr = Expressions.parse(text);
            if (scoped) {
                references(path, expr);
            }
        } catch (ExprException e) {
            report.accept(located.error(path, Expressible.sentence("the expression", text, e)));
        }
    }

    /** Tags are replaced by a word, as a value would be. */
    private void when(DocPath path, String text) {
        String replaced = TAG.matcher(text).replaceAll("x");
        try {
            WhenExpression.parse(replaced);
        } catch (ExprException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            report.accept(located.error(path, reason.replace(replaced, text)));
        }
    }
}
