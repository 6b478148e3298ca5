package dev.skiff.spec.rule;

import dev.skiff.model.Arguments;
import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Located;
import java.util.ArrayList;
import java.util.List;

/** Every spec, template and call of a set of documents, found once for all rules. */
public final class Survey {

    private final Loaded loaded;
    private final List<SpecSite> specs = new ArrayList<>();
    private final List<TemplateSite> templates = new ArrayList<>();
    private final List<CallSite> calls = new ArrayList<>();
    private final Catalog catalog;

    private Survey(Loaded loaded) {
        this.loaded = loaded;
        loaded.objects().forEach(this::addSpec);
        this.catalog = new Catalog(specs, loaded.broken());
        specs.forEach(this::addTemplates);
    }

    public static Survey of(Loaded loaded) {
        return new Survey(loaded);
    }

    private void addSpec(Located located) {
        DocPath spec = DocPath.ROOT.key("spec");
        switch (located.object()) {
            case Workflow workflow -> specs.add(new SpecSite(located, overDefaults(workflow.spec()), spec));
            case WorkflowTemplate template -> specs.add(new SpecSite(located, template.spec(), spec));
            case ClusterWorkflowTemplate template -> specs.add(new SpecSite(located, template.spec(), spec));
            case CronWorkflow cron ->
                specs.add(new SpecSite(located, cron.spec().workflowSpec(), spec.key("workflowSpec")));
            case WorkflowEventBinding binding -> {}
        }
    }

    /** Entrypoint and parameters that the workflow has from the defaults (PARAM-10); what else they hold concerns no rule. */
    private WorkflowSpec overDefaults(WorkflowSpec own) {
        Workflow workflow = loaded.bundle().workflowDefaults();
        if (workflow == null) {
            return own;
        }
        WorkflowSpec defaults = workflow.spec();
        String entrypoint = own.entrypoint() == null && own.workflowTemplateRef() == null
                ? defaults.entrypoint()
                : own.entrypoint();
        Arguments given = own.arguments();
        List<Parameter> parameters = new ArrayList<>(given == null ? List.of() : given.parameters());
        List<String> names = parameters.stream().map(Parameter::name).toList();
        if (defaults.arguments() != null) {
            defaults.arguments().parameters().stream()
                    .filter(p -> !names.contains(p.name()))
                    .forEach(parameters::add);
        }
        return own.toBuilder()
                .entrypoint(entrypoint)
                .arguments(new Arguments(given == null ? List.of() : given.artifacts(), parameters))
                .build();
    }

    private void addTemplates(SpecSite site) {
        for (int i = 0; i < site.spec().templates().size(); i++) {
            DocPath path = site.path().key("templates").index(i);
            addTemplate(new TemplateSite(site, site.spec().templates().get(i), path, null));
        }
    }

    private void addTemplate(TemplateSite template) {
        templates.add(template);
        for (CallSite call : template.calls()) {
            calls.add(call);
            if (call.inline() != null) {
                addTemplate(new TemplateSite(
                        template.owner(), call.inline(), call.path().key("inline"), call));
            }
        }
    }

    List<Located> objects() {
        return loaded.objects();
    }

    Loaded loaded() {
        return loaded;
    }

    /** The specs of workflows, templates and cron workflows. */
    List<SpecSite> specs() {
        return specs;
    }

    /** Named templates and those that are inline in a step or task. */
    List<TemplateSite> templates() {
        return templates;
    }

    /** All steps and tasks. */
    List<CallSite> calls() {
        return calls;
    }

    Catalog catalog() {
        return catalog;
    }
}
