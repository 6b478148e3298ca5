package dev.skiff.spec.rule;

import dev.skiff.model.LifecycleHook;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.Map;
import java.util.function.Consumer;

/** The hooks of a workflow, step or task (EXIT-08). */
record HookChecks(Catalog catalog, Located located, SpecSite from, Consumer<Problem> report) {

    /** @param owner the path of what has the hooks */
    void check(DocPath owner, Map<String, LifecycleHook> hooks) {
        hooks.forEach((name, hook) -> {
            DocPath path = owner.key("hooks").key(name);
            String expression = hook.expression();
            if (!name.equals("exit") && (expression == null || expression.isEmpty())) {
                report.accept(located.error(
                        path,
                        "the hook '%s' needs an 'expression' that says when it runs".formatted(name),
                        "only the hook 'exit' has none"));
            }
            if (hook.template() == null && hook.templateRef() == null) {
                report.accept(located.error(path, "the hook '%s' names no template".formatted(name)));
            }
            if (catalog.of(from, hook.template(), hook.templateRef()) instanceof Catalog.Unknown unknown) {
                DocPath at = hook.templateRef() == null ? path.key("template") : path.key("templateRef");
                report.accept(unknown.at(located, at));
            }
        });
    }
}
