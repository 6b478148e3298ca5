package dev.skiff.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Values for programs. */
final class Printer {
    private Printer() {}

    static String json(Object value) {
        try {
            return ModelMapper.strict().writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of the model can be written", e);
        }
    }

    static String yaml(Object value) {
        return YamlText.of(ModelMapper.strict().<JsonNode>valueToTree(value));
    }

    /** One run. */
    static String one(OutputForm form, Workflow workflow) {
        return form == OutputForm.YAML ? yaml(labelled(workflow)) : json(labelled(workflow));
    }

    /** With the labels that Argo's controller gives a workflow. */
    private static Workflow labelled(Workflow workflow) {
        var status = workflow.status();
        WorkflowPhase phase = status == null ? null : status.phase();
        if (phase == null) {
            return workflow;
        }
        ObjectMetaBuilder metadata =
                new ObjectMetaBuilder(workflow.metadata()).addToLabels("workflows.argoproj.io/phase", phase.text());
        if (phase.completed()) {
            metadata.addToLabels("workflows.argoproj.io/completed", "true");
        }
        return workflow.toBuilder().metadata(metadata.build()).build();
    }
}
