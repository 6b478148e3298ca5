package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.util.Map;

/** A workflow of a template that is kept, with what {@code submitOptions} say (features.md section 7; {@code argo submit --from}). */
final class Submissions {
    private Submissions() {}

    /**
     * @param body a {@code WorkflowSubmitRequest}
     * @throws ServiceException when there is no such template, or an option is wrong
     */
    static ObjectNode workflow(WorkflowService.Session session, String namespace, ObjectNode body)
            throws InterruptedException {
        String word = ApiRequest.text(body, "resourceKind");
        String name = ApiRequest.text(body, "resourceName");
        ResourceKind kind = ResourceKind.named(word)
                .filter(k -> k != ResourceKind.WORKFLOW_EVENT_BINDING && k != ResourceKind.WORKFLOW)
                .orElseThrow(
                        () -> new ServiceException(
                                Why.INVALID,
                                "resourceKind '" + word
                                        + "': Resource kind not supported: WorkflowTemplate, ClusterWorkflowTemplate or CronWorkflow"));
        if (name.isEmpty()) {
            throw new ServiceException(Why.INVALID, "resourceName is missing: which " + kind.kind() + "?");
        }
        JsonNode from = session.get(kind, kind.namespaced() ? namespace : "", name);
        ObjectNode workflow =
                switch (kind) {
                    case WORKFLOW_TEMPLATE, CLUSTER_WORKFLOW_TEMPLATE -> ofTemplate(kind, name, from);
                    case CRON_WORKFLOW -> ofCron(name, from);
                    case WORKFLOW, WORKFLOW_EVENT_BINDING -> throw new IllegalStateException("refused above");
                };
        JsonNode options = body.path("submitOptions");
        apply(workflow, options);
        return workflow;
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

    private static void apply(ObjectNode workflow, JsonNode options) {
        ObjectNode metadata = (ObjectNode) workflow.get("metadata");
        ObjectNode spec = (ObjectNode) workflow.get("spec");
        String name = ApiRequest.text(options, "name");
        String generateName = ApiRequest.text(options, "generateName");
        if (!name.isEmpty()) {
            metadata.put("name", name).remove("generateName");
        } else if (!generateName.isEmpty()) {
            metadata.put("generateName", generateName);
        }
        labels(options, "labels", metadata);
        labels(options, "annotations", metadata);
        put(spec, "entrypoint", ApiRequest.text(options, "entryPoint"));
        put(spec, "serviceAccountName", ApiRequest.text(options, "serviceAccount"));
        put(spec, "podPriorityClassName", ApiRequest.text(options, "podPriorityClassName"));
        if (options.path("priority").isIntegralNumber()) {
            spec.put("priority", options.path("priority").asInt());
        }
        if (options.path("ownerReference") instanceof ObjectNode owner) {
            metadata.withArrayProperty("ownerReferences").add(owner);
        }
        parameters(spec, ApiRequest.pairs(options, "parameters"));
        if (options.path("artifacts").size() > 0) {
            throw new ServiceException(
                    Why.NOT_IMPLEMENTED, "submitOptions.artifacts: artifacts cannot be given at a submission yet");
        }
    }

    private static void put(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    /** {@code key=value,key=value}, as the argo command sends them. */
    private static void labels(JsonNode options, String field, ObjectNode metadata) {
        for (String pair : ApiRequest.text(options, field).split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ServiceException(Why.INVALID, "submitOptions." + field + ": '" + pair + "' is not key=value");
            }
            metadata.withObjectProperty(field)
                    .put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip());
        }
    }

    /** PARAM-17. */
    static void parameters(ObjectNode spec, Map<String, String> values) {
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
