package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.submission.FromKept;

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
        ObjectNode workflow = FromKept.workflow(kind, name, from);
        JsonNode options = body.path("submitOptions");
        apply(workflow, options);
        return workflow;
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
        FromKept.parameters(spec, ApiRequest.pairs(options, "parameters"));
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
}
