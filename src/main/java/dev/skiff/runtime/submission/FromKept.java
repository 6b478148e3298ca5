package dev.skiff.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ResourceKind;
import java.util.Map;

/** New workflows of what is kept: of a template, or of a schedule ({@code argo submit --from}). */
public final class FromKept {
    private FromKept() {}

    /**
     * A workflow that is to have a name made for it.
     *
     * @param kind a template of a namespace or of the cluster, or a schedule
     * @param from the object of this name
     */
    public static ObjectNode workflow(ResourceKind kind, String name, JsonNode from) {
        return switch (kind) {
            case WORKFLOW_TEMPLATE, CLUSTER_WORKFLOW_TEMPLATE -> ofTemplate(kind, name, from);
            case CRON_WORKFLOW -> ofCron(name, from);
            case WORKFLOW, WORKFLOW_EVENT_BINDING ->
                throw new IllegalArgumentException("no workflow is made of a " + kind.kind());
        };
    }

    private static ObjectNode anew(String generateName, String label, String value) {
        ObjectNode workflow = ModelMapper.lenient().createObjectNode();
        workflow.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "Workflow");
        ObjectNode metadata = workflow.putObject("metadata");
        metadata.put("generateName", generateName);
        metadata.putObject("labels").put(label, value);
        return workflow;
    }

    private static ObjectNode ofTemplate(ResourceKind kind, String name, JsonNode template) {
        boolean cluster = kind == ResourceKind.CLUSTER_WORKFLOW_TEMPLATE;
        ObjectNode workflow =
                anew(name + "-", cluster ? Labels.CLUSTER_WORKFLOW_TEMPLATE : Labels.WORKFLOW_TEMPLATE, name);
        ObjectNode reference = workflow.putObject("spec").putObject("workflowTemplateRef");
        reference.put("name", name);
        if (cluster) {
            reference.put("clusterScope", true);
        }
        carry(template.at("/spec/workflowMetadata"), workflow);
        return workflow;
    }

    private static ObjectNode ofCron(String name, JsonNode cron) {
        ObjectNode workflow = anew(name + "-", Labels.CRON_WORKFLOW, name);
        workflow.set("spec", cron.at("/spec/workflowSpec").deepCopy());
        carry(cron.at("/spec/workflowMetadata"), workflow);
        String uid = cron.at("/metadata/uid").asText("");
        if (!uid.isEmpty()) {
            ObjectNode owner = ((ObjectNode) workflow.get("metadata"))
                    .putArray("ownerReferences")
                    .addObject();
            owner.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "CronWorkflow");
            owner.put("name", name).put("uid", uid).put("controller", true).put("blockOwnerDeletion", true);
        }
        return workflow;
    }

    private static void carry(JsonNode metadata, ObjectNode workflow) {
        for (String field : new String[] {"labels", "annotations"}) {
            metadata.path(field)
                    .properties()
                    .forEach(entry -> ((ObjectNode) workflow.get("metadata"))
                            .withObjectProperty(field)
                            .set(entry.getKey(), entry.getValue()));
        }
    }

    /** Sets parameters of a workflow's spec (PARAM-17). */
    public static void parameters(ObjectNode spec, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        ObjectNode arguments = spec.withObjectProperty("arguments");
        ArrayNode before = arguments.withArrayProperty("parameters").deepCopy();
        ArrayNode after = arguments.putArray("parameters");
        values.forEach((name, value) -> after.addObject().put("name", name).put("value", value));
        before.forEach(one -> {
            if (!values.containsKey(one.path("name").asText())) {
                after.add(one);
            }
        });
    }
}
