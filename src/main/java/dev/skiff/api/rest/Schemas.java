package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The shapes in the description of the API (features.md section 7, request bodies). Objects of Argo's kinds are described by the definitions of
 * the kinds, which {@code make crds} writes; here they are objects with metadata, spec and status.
 */
final class Schemas {
    /** Fields as {@code name:type}; a type of its own begins with a capital, {@code *} after it is a list of them, {@code ?} after it may be null. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("Error", "code:integer error:string message:string problems:string*"),
            Map.entry(
                    "WorkflowCreateRequest",
                    "createOptions:object instanceID:string namespace:string serverDryRun:boolean workflow:Workflow"),
            Map.entry("WorkflowLintRequest", "namespace:string workflow:Workflow"),
            Map.entry(
                    "WorkflowSubmitRequest",
                    "namespace:string resourceKind:string resourceName:string submitOptions:SubmitOpts"),
            Map.entry(
                    "SubmitOpts",
                    "annotations:string dryRun:boolean entryPoint:string generateName:string labels:string name:string ownerReference:object"
                            + " parameters:string* podPriorityClassName:string priority:integer serverDryRun:boolean serviceAccount:string"),
            Map.entry(
                    "WorkflowRetryRequest",
                    "name:string namespace:string nodeFieldSelector:string parameters:string* restartSuccessful:boolean"),
            Map.entry(
                    "RetryArchivedWorkflowRequest",
                    "name:string namespace:string nodeFieldSelector:string parameters:string* restartSuccessful:boolean uid:string"),
            Map.entry("WorkflowResubmitRequest", "memoized:boolean name:string namespace:string parameters:string*"),
            Map.entry(
                    "ResubmitArchivedWorkflowRequest",
                    "memoized:boolean name:string namespace:string parameters:string* uid:string"),
            Map.entry("WorkflowResumeRequest", "name:string namespace:string nodeFieldSelector:string"),
            Map.entry("WorkflowSuspendRequest", "name:string namespace:string"),
            Map.entry("WorkflowStopRequest", "message:string name:string namespace:string nodeFieldSelector:string"),
            Map.entry("WorkflowTerminateRequest", "name:string namespace:string"),
            Map.entry(
                    "WorkflowSetRequest",
                    "message:string name:string namespace:string nodeFieldSelector:string outputParameters:string phase:string"),
            Map.entry("WorkflowWatchEvent", "object:Workflow type:string"),
            Map.entry("LogEntry", "content:string podName:string"),
            Map.entry("Workflow", "apiVersion:string kind:string metadata:object spec:object status:object"),
            Map.entry("WorkflowTemplate", "apiVersion:string kind:string metadata:object spec:object"),
            Map.entry("ClusterWorkflowTemplate", "apiVersion:string kind:string metadata:object spec:object"),
            Map.entry("CronWorkflow", "apiVersion:string kind:string metadata:object spec:object status:object"),
            Map.entry("WorkflowEventBinding", "apiVersion:string kind:string metadata:object spec:object"),
            Map.entry(
                    "Event",
                    "apiVersion:string kind:string metadata:object involvedObject:object message:string reason:string type:string"
                            + " firstTimestamp:string lastTimestamp:string eventTime:string? count:integer source:object"
                            + " action:string related:object series:object reportingComponent:string reportingInstance:string"),
            Map.entry("Item", ""),
            Map.entry("EventResponse", ""),
            Map.entry("CollectEventRequest", "name:string"),
            Map.entry("CollectEventResponse", ""),
            Map.entry("LabelKeys", "items:string*"),
            Map.entry("LabelValues", "items:string*"),
            Map.entry(
                    "Version",
                    "buildDate:string compiler:string gitCommit:string gitTag:string gitTreeState:string goVersion:string platform:string version:string"),
            Map.entry(
                    "InfoResponse",
                    "columns:object* links:object* managedNamespace:string modals:object navColor:string"),
            Map.entry(
                    "GetUserInfoResponse",
                    "email:string groups:string* issuer:string name:string serviceAccountName:string serviceAccountNamespace:string subject:string"));

    private Schemas() {}

    static String reference(String name) {
        return "#/components/schemas/" + name;
    }

    /** Puts the named ones there, and what they consist of. */
    static void put(ObjectNode definitions, Collection<String> names) {
        Deque<String> open = new ArrayDeque<>(names);
        Set<String> known = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (known.add(name)) {
                ObjectNode schema = definitions.putObject(name).put("type", "object");
                ObjectNode properties = schema.putObject("properties");
                for (String field :
                        fields(name).isEmpty() ? new String[0] : fields(name).split(" ")) {
                    int colon = field.indexOf(':');
                    type(properties.putObject(field.substring(0, colon)), field.substring(colon + 1), open);
                }
            }
        }
    }

    private static String fields(String name) {
        String fields = FIELDS.get(name);
        if (fields != null) {
            return fields;
        }
        if (name.endsWith("List")) {
            return "metadata:object items:" + name.substring(0, name.length() - 4) + "*";
        }
        String kind = name.replaceAll("(Create|Lint|Update|Suspend|Resume)|Request$", "");
        return name.matches(".*(Suspend|Resume)Request")
                ? "name:string namespace:string"
                : "createOptions:object namespace:string " + (kind.equals("CronWorkflow") ? "cronWorkflow" : "template")
                        + ":" + (FIELDS.containsKey(kind) ? kind : "object");
    }

    private static void type(ObjectNode schema, String type, Deque<String> open) {
        if (type.endsWith("*")) {
            schema.put("type", "array");
            type(schema.putObject("items"), type.substring(0, type.length() - 1), open);
        } else if (Character.isUpperCase(type.charAt(0))) {
            schema.put("$ref", reference(type));
            open.push(type);
        } else if (type.endsWith("?")) {
            schema.putArray("type").add(type.substring(0, type.length() - 1)).add("null");
        } else {
            schema.put("type", type);
        }
    }
}
