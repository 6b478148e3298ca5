package dev.skiff.spec.rule;

import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A workflow spec and where it stands. */
public record SpecSite(Located located, WorkflowSpec spec, DocPath path) {

    /** The spec of a WorkflowTemplate or ClusterWorkflowTemplate: others will use it, with parameters of their own. */
    public boolean isTemplate() {
        return switch (located.object()) {
            case WorkflowTemplate t -> true;
            case ClusterWorkflowTemplate t -> true;
            case Workflow w -> false;
            case CronWorkflow c -> false;
            case WorkflowEventBinding b -> false;
        };
    }

    Optional<Template> template(String name) {
        return spec.templates().stream().filter(t -> name.equals(t.name())).findFirst();
    }

    List<String> templateNames() {
        return spec.templates().stream()
                .map(Template::name)
                .filter(Objects::nonNull)
                .toList();
    }
}
