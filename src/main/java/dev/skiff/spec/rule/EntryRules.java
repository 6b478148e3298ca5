package dev.skiff.spec.rule;

import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a workflow begins and ends: entrypoint, onExit, hooks, workflowTemplateRef (PARAM-11, PARAM-12, EXIT-08). */
final class EntryRules implements Rule {

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        survey.specs().forEach(site -> {
            reference(survey.catalog(), site, report);
            entrypoint(survey.catalog(), site, report);
            name(survey.catalog(), site, "onExit", site.spec().onExit(), report);
            new HookChecks(survey.catalog(), site.located(), site, report)
                    .check(site.path(), site.spec().hooks());
        });
    }

    private static void reference(Catalog catalog, SpecSite site, Consumer<Problem> report) {
        var ref = site.spec().workflowTemplateRef();
        if (ref == null) {
            return;
        }
        DocPath path = site.path().key("workflowTemplateRef");
        if (ref.name() == null || ref.name().isEmpty()) {
            report.accept(site.located().error(path, "the workflowTemplateRef has no 'name'"));
        }
        catalog.missing(ref.name(), Boolean.TRUE.equals(ref.clusterScope()))
                .ifPresent(unknown -> report.accept(unknown.at(site.located(), path.key("name"))));
        if (!site.spec().templates().isEmpty()) {
            report.accept(site.located()
                    .error(
                            site.path().key("templates"),
                            "'templates' and 'workflowTemplateRef' cannot be used together",
                            "call templates of other resources with 'templateRef'"));
        }
    }

    private static void entrypoint(Catalog catalog, SpecSite site, Consumer<Problem> report) {
        String entrypoint = site.spec().entrypoint();
        if (entrypoint != null) {
            name(catalog, site, "entrypoint", entrypoint, report);
            return;
        }
        boolean hasRef = site.spec().workflowTemplateRef() != null;
        Optional<SpecSite> referenced = catalog.referenced(site.spec());
        boolean fromReference =
                hasRef && (referenced.isEmpty() || referenced.get().spec().entrypoint() != null);
        if (!site.isTemplate() && !fromReference) {
            report.accept(site.located()
                    .error(site.path(), "the workflow has no 'entrypoint'", "name the template to begin with"));
        }
    }

    private static void name(
            Catalog catalog, SpecSite site, String field, @Nullable String name, Consumer<Problem> report) {
        if (name != null && !name.isEmpty() && catalog.local(site, name) instanceof Catalog.Unknown unknown) {
            report.accept(unknown.at(site.located(), site.path().key(field)));
        }
    }
}
