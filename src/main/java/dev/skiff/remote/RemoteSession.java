package dev.skiff.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.ArgoObject;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WatchEvent;
import dev.skiff.port.service.WorkflowService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations of one caller, each a request of Argo Server's REST API. */
final class RemoteSession implements WorkflowService.Session {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Projection STATE = Projection.of("metadata.name,status.phase");
    private static final String ARCHIVE = "/api/v1/archived-workflows";

    private final Transport transport;

    RemoteSession(Transport transport) {
        this.transport = transport;
    }

    private static String collection(ResourceKind kind, String namespace) {
        String base =
                switch (kind) {
                    case WORKFLOW -> "/api/v1/workflows/";
                    case WORKFLOW_TEMPLATE -> "/api/v1/workflow-templates/";
                    case CLUSTER_WORKFLOW_TEMPLATE -> "/api/v1/cluster-workflow-templates";
                    case CRON_WORKFLOW -> "/api/v1/cron-workflows/";
                    case WORKFLOW_EVENT_BINDING -> "/api/v1/workflow-event-bindings/";
                };
        return kind.namespaced() ? base + Query.part(namespace) : base;
    }

    private static String one(ResourceKind kind, String namespace, String name) {
        if (kind.namespaced() && namespace.isEmpty()) {
            throw new ServiceException(Why.INVALID, "say in which namespace the " + kind.kind() + " " + name + " is");
        }
        if (name.isEmpty()) {
            throw new ServiceException(Why.INVALID, "say which " + kind.kind() + " is meant: the name is empty");
        }
        return collection(kind, namespace) + "/" + Query.part(name);
    }

    /** Under which an object is in the body of a request. */
    private static String field(ResourceKind kind) {
        return switch (kind) {
            case WORKFLOW -> "workflow";
            case WORKFLOW_TEMPLATE, CLUSTER_WORKFLOW_TEMPLATE -> "template";
            case CRON_WORKFLOW -> "cronWorkflow";
            case WORKFLOW_EVENT_BINDING ->
                throw new ServiceException(
                        Why.NOT_IMPLEMENTED,
                        "servers do not change workfloweventbindings: kubectl does, --on kubernetes does");
        };
    }

    private static Listing listing(JsonNode answer) {
        List<JsonNode> items = new ArrayList<>();
        answer.path("items").forEach(items::add);
        return new Listing(
                items,
                answer.at("/metadata/resourceVersion").asText(""),
                answer.at("/metadata/continue").asText(""));
    }

    @Override
    public Listing list(ResourceKind kind, String namespace, ListQuery query) throws InterruptedException {
        Listing listing = listing(transport.json("GET", collection(kind, namespace) + Query.of(query, "items"), null));
        listing.items().forEach(item -> typed(kind, item));
        return listing;
    }

    @Override
    public JsonNode get(ResourceKind kind, String namespace, String name, Projection shown)
            throws InterruptedException {
        if (kind == ResourceKind.WORKFLOW_EVENT_BINDING) {
            return list(kind, namespace, ListQuery.named(name)).items().stream()
                    .filter(b -> b.at("/metadata/name").asText().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ServiceException.notFound(kind, name));
        }
        // servers know fields of workflows alone
        String fields = kind == ResourceKind.WORKFLOW ? shown.toString() : "";
        return typed(
                kind, transport.json("GET", one(kind, namespace, name) + new Query().with("fields", fields), null));
    }

    /** Argo's own server leaves out what every manifest has. */
    private static JsonNode typed(ResourceKind kind, JsonNode answered) {
        if (answered instanceof ObjectNode object && !object.has("kind") && object.has("metadata")) {
            ObjectNode rest = object.deepCopy();
            object.removeAll();
            object.put("apiVersion", ArgoObject.API_VERSION)
                    .put("kind", kind.kind())
                    .setAll(rest);
        }
        return answered;
    }

    @Override
    public JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun)
            throws InterruptedException {
        if (kind.namespaced() && namespace.isEmpty()) {
            throw new ServiceException(Why.INVALID, "say in which namespace the " + kind.kind() + " is to be");
        }
        ObjectNode body = JSON.objectNode();
        body.put("namespace", namespace).set(field(kind), object);
        if (dryRun) {
            body.put("serverDryRun", true);
            body.putObject("createOptions").putArray("dryRun").add("All");
        }
        return typed(kind, transport.json("POST", collection(kind, namespace), body));
    }

    @Override
    public JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object)
            throws InterruptedException {
        if (kind == ResourceKind.WORKFLOW) {
            throw new ServiceException(
                    Why.NOT_IMPLEMENTED, "servers do not replace workflows: they are asked to stop, resume, retry …");
        }
        ObjectNode fresh = object;
        if (object.at("/metadata/resourceVersion").asText("").isEmpty()) {
            // Argo's own server wants the present one from everybody
            fresh = object.deepCopy();
            fresh.withObjectProperty("metadata")
                    .set(
                            "resourceVersion",
                            get(kind, namespace, name).path("metadata").path("resourceVersion"));
        }
        ObjectNode body = JSON.objectNode();
        body.put("namespace", namespace).put("name", name).set(field(kind), fresh);
        return typed(kind, transport.json("PUT", one(kind, namespace, name), body));
    }

    @Override
    public void delete(ResourceKind kind, String namespace, String name, boolean force) throws InterruptedException {
        field(kind);
        transport.json("DELETE", one(kind, namespace, name) + new Query().with("force", force ? "true" : ""), null);
    }

    @Override
    public JsonNode ask(String namespace, String workflow, Request request) throws InterruptedException {
        ObjectNode body = JSON.objectNode();
        body.put("namespace", namespace).put("name", workflow);
        String verb =
                switch (request) {
                    case Request.Stop stop -> "stop";
                    case Request.Terminate terminate -> "terminate";
                    case Request.Suspend suspend -> "suspend";
                    case Request.Resume resume -> {
                        nodes(resume.nodes(), body);
                        yield "resume";
                    }
                    case Request.StopNodes stop -> {
                        nodes(stop.nodes(), body);
                        body.put("message", stop.message());
                        yield "stop";
                    }
                    case Request.SetNodes set -> {
                        nodes(set.nodes(), body);
                        body.put("phase", set.phase()).put("message", set.message());
                        if (!set.outputs().isEmpty()) {
                            ObjectNode outputs = JSON.objectNode();
                            set.outputs().forEach(outputs::put);
                            // a text that is JSON, as Argo has it
                            body.put("outputParameters", outputs.toString());
                        }
                        yield "set";
                    }
                    case Request.Retry retry -> {
                        nodes(retry.nodes(), body);
                        body.put("restartSuccessful", retry.restartSuccessful());
                        pairs(retry.parameters(), body);
                        yield "retry";
                    }
                    case Request.Unsuspend unsuspend ->
                        throw new ServiceException(
                                Why.NOT_IMPLEMENTED,
                                "a server lets a workflow go on only together with its suspended nodes: resume it");
                };
        return transport.json("PUT", one(ResourceKind.WORKFLOW, namespace, workflow) + "/" + verb, body);
    }

    private static void nodes(NodeSelector nodes, ObjectNode body) {
        body.put("nodeFieldSelector", nodes.toString());
    }

    private static void pairs(Map<String, String> parameters, ObjectNode body) {
        ArrayNode pairs = body.putArray("parameters");
        parameters.forEach((name, value) -> pairs.add(name + "=" + value));
    }

    @Override
    public JsonNode resubmit(String namespace, String workflow, boolean memoized, Map<String, String> parameters)
            throws InterruptedException {
        ObjectNode body = JSON.objectNode();
        body.put("namespace", namespace).put("name", workflow).put("memoized", memoized);
        pairs(parameters, body);
        return transport.json("PUT", one(ResourceKind.WORKFLOW, namespace, workflow) + "/resubmit", body);
    }

    @Override
    public void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink)
            throws InterruptedException {
        if (kind != ResourceKind.WORKFLOW) {
            throw new ServiceException(
                    Why.NOT_IMPLEMENTED, "servers tell of changes of workflows alone, not of " + kind.plural());
        }
        new WatchFollower(
                        transport,
                        "/api/v1/workflow-events/" + Query.part(namespace),
                        query,
                        anew -> list(kind, namespace, anew),
                        sink)
                .follow();
    }

    @Override
    public void watchEvents(String namespace, ListQuery query, Sink<JsonNode> sink) throws InterruptedException {
        Reconnecting reconnecting = new Reconnecting(transport);
        String path = "/api/v1/stream/events/" + Query.part(namespace);
        while (true) {
            try {
                EventStream.read(transport, path + Query.of(query), sink, reconnecting::heard);
                reconnecting.pause();
            } catch (ServiceException e) {
                reconnecting.after(e);
            }
        }
    }

    @Override
    public void logs(String namespace, String workflow, LogQuery query, Sink<LogEntry> sink)
            throws InterruptedException {
        String path = one(ResourceKind.WORKFLOW, namespace, workflow) + "/log";
        if (query.follow()) {
            new LogFollower(transport, path, query, () -> hasEnded(namespace, workflow), sink).follow();
            return;
        }
        EventStream.read(
                transport,
                path + Query.of(query),
                entry -> sink.take(new LogEntry(
                        entry.path("content").asText(""), entry.path("podName").asText(""))),
                () -> {});
    }

    private boolean hasEnded(String namespace, String workflow) throws InterruptedException {
        try {
            JsonNode state = get(ResourceKind.WORKFLOW, namespace, workflow, STATE);
            return switch (state.at("/status/phase").asText("")) {
                case "Succeeded", "Failed", "Error" -> true;
                default -> false;
            };
        } catch (ServiceException e) {
            if (e.why() == Why.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public Download artifact(ArtifactQuery query) throws InterruptedException {
        String path = (query.input() ? "/input-artifacts/" : "/artifacts/")
                + Query.part(query.namespace()) + "/" + Query.part(query.workflow()) + "/"
                + Query.part(query.nodeId()) + "/" + Query.part(query.artifact());
        var answer = transport.open(path, "*/*");
        String disposition =
                answer.headers().firstValue("Content-Disposition").orElse("").replaceFirst(".*filename=", "");
        String name = disposition.replace("\"", "").replaceAll("[^-A-Za-z0-9._]", "_");
        return new Download(
                name.isEmpty() ? query.artifact() : name,
                answer.headers().firstValue("Content-Type").orElse("application/octet-stream"),
                answer.headers().firstValueAsLong("Content-Length").orElse(-1),
                answer.body());
    }

    @Override
    public UserInfo user() throws InterruptedException {
        JsonNode user = transport.json("GET", "/api/v1/userinfo", null);
        List<String> groups = new ArrayList<>();
        user.path("groups").forEach(g -> groups.add(g.asText()));
        return new UserInfo(
                user.path("issuer").asText(""),
                user.path("subject").asText(""),
                user.path("name").asText(""),
                user.path("email").asText(""),
                groups,
                user.path("serviceAccountName").asText(""),
                user.path("serviceAccountNamespace").asText(""));
    }

    @Override
    public WorkflowService.Archive archive() {
        return new RemoteArchive();
    }

    private final class RemoteArchive implements WorkflowService.Archive {

        @Override
        public Listing list(String namespace, ListQuery query) throws InterruptedException {
            return listing(
                    transport.json("GET", ARCHIVE + Query.of(query, "items").with("namespace", namespace), null));
        }

        @Override
        public JsonNode get(String uid) throws InterruptedException {
            return transport.json("GET", ARCHIVE + "/" + Query.part(uid), null);
        }

        @Override
        public void delete(String uid) throws InterruptedException {
            transport.json("DELETE", ARCHIVE + "/" + Query.part(uid), null);
        }

        @Override
        public JsonNode retry(String uid, Request.Retry request) throws InterruptedException {
            ObjectNode body = addressed(uid);
            body.put("restartSuccessful", request.restartSuccessful());
            nodes(request.nodes(), body);
            pairs(request.parameters(), body);
            return transport.json("PUT", ARCHIVE + "/" + Query.part(uid) + "/retry", body);
        }

        @Override
        public JsonNode resubmit(String uid, boolean memoized, Map<String, String> parameters)
                throws InterruptedException {
            ObjectNode body = addressed(uid).put("memoized", memoized);
            pairs(parameters, body);
            return transport.json("PUT", ARCHIVE + "/" + Query.part(uid) + "/resubmit", body);
        }

        /** Argo's server does not look up where it was. */
        private ObjectNode addressed(String uid) throws InterruptedException {
            JsonNode metadata = get(uid).path("metadata");
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            return body.put("uid", uid)
                    .put("name", metadata.path("name").asText())
                    .put("namespace", metadata.path("namespace").asText());
        }

        @Override
        public List<String> labelKeys(String namespace) throws InterruptedException {
            return labels(ARCHIVE + "-label-keys" + Query.of(ListQuery.ALL).with("namespace", namespace));
        }

        @Override
        public List<String> labelValues(String namespace, String key) throws InterruptedException {
            return labels(ARCHIVE + "-label-values"
                    + Query.of(ListQuery.ALL.withLabels(key)).with("namespace", namespace));
        }

        private List<String> labels(String path) throws InterruptedException {
            List<String> found = new ArrayList<>();
            transport.json("GET", path, null).path("items").forEach(item -> found.add(item.asText()));
            return found;
        }
    }
}
