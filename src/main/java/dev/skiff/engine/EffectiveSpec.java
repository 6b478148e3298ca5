package dev.skiff.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowTemplateRef;
import java.util.List;
import java.util.Optional;

/** The spec that a workflow is executed by: its own, over the WorkflowTemplate that it refers to, over the defaults (PARAM-10). */
public final class EffectiveSpec {

    /** What the workflow refers to is not there; the message is for the user. */
    public static final class NotFound extends Exception {
        private static final long serialVersionUID = 1L;

        NotFound(String message) {
            super(message);
        }
    }

    private EffectiveSpec() {}

    /** The same workflow with the spec that is executed; the workflow itself when there is nothing to lay under it. */
    public static Workflow of(Workflow workflow, Bundle resources) throws NotFound {
        WorkflowTemplateRef ref = workflow.spec().workflowTemplateRef();
        Workflow defaults = resources.workflowDefaults();
        if (ref == null && defaults == null) {
            return workflow;
        }
        ObjectNode merged = ModelMapper.strict().valueToTree(workflow.spec());
        if (ref != null) {
            String name = ref.name() == null ? "" : ref.name();
            boolean cluster = Boolean.TRUE.equals(ref.clusterScope());
            WorkflowSpec template = template(resources, name, cluster)
                    .orElseThrow(() -> new NotFound(missing(resources, name, cluster)));
            merged = StrategicMerge.of(ModelMapper.strict().valueToTree(template), merged);
        }
        if (defaults != null) {
            merged = StrategicMerge.of(ModelMapper.strict().valueToTree(defaults.spec()), merged);
        }
        try {
            WorkflowSpec spec = ModelMapper.strict().treeToValue(merged, WorkflowSpec.class);
            // a template that is suspended does not suspend its users
            Boolean suspend = workflow.spec().suspend();
            return workflow.toBuilder()
                    .spec(ref == null ? spec : spec.toBuilder().suspend(suspend).build())
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a merged spec does not fit its type: " + e.getOriginalMessage(), e);
        }
    }

    static Optional<WorkflowSpec> template(Bundle resources, String name, boolean cluster) {
        return cluster
                ? resources.clusterWorkflowTemplates().stream()
                        .filter(t -> Program.name(t.metadata()).equals(name))
                        .findFirst()
                        .map(t -> t.spec())
                : resources.workflowTemplates().stream()
                        .filter(t -> Program.name(t.metadata()).equals(name))
                        .findFirst()
                        .map(t -> t.spec());
    }

    static String missing(Bundle resources, String name, boolean cluster) {
        List<String> names = cluster
                ? resources.clusterWorkflowTemplates().stream()
                        .map(t -> Program.name(t.metadata()))
                        .toList()
                : resources.workflowTemplates().stream()
                        .map(t -> Program.name(t.metadata()))
                        .toList();
        return "there is no " + (cluster ? "ClusterWorkflowTemplate" : "WorkflowTemplate") + " '" + name
                + "': give its document with --manifest FILE" + DidYouMean.hintAfter("; ", name, names);
    }
}
