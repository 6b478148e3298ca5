package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.Labels;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import dev.skiff.runtime.submission.Idempotency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Argo's WorkflowService. */
final class WorkflowEndpoints {
    private static final String ONE = "/api/v1/workflows/{namespace}/{name}";
    private static final String ALL = "/api/v1/workflows/{namespace}";
    private static final String WORKFLOW = "Workflow";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final InstantSource clock;

    WorkflowEndpoints(InstantSource clock) {
        this.clock = clock;
    }

    List<Endpoint> all() {
        List<Param> lists = Param.together(Param.LIST, Param.WORKFLOWS);
        return List.of(
                Endpoint.get("/api/v1/workflows", "WorkflowService_ListWorkflows", lists, "WorkflowList", this::list),
                Endpoint.get(ALL, "WorkflowService_ListWorkflows", lists, "WorkflowList", this::list),
                Endpoint.post(ALL, "WorkflowService_CreateWorkflow", "WorkflowCreateRequest", WORKFLOW, this::create)
                        .with(Param.WAIT),
                Endpoint.post(
                        ALL + "/lint", "WorkflowService_LintWorkflow", "WorkflowLintRequest", WORKFLOW, this::lint),
                Endpoint.post(
                                ALL + "/submit",
                                "WorkflowService_SubmitWorkflow",
                                "WorkflowSubmitRequest",
                                WORKFLOW,
                                this::submit)
                        .with(Param.WAIT),
                Endpoint.get(
                        ONE,
                        "WorkflowService_GetWorkflow",
                        List.of(Param.text("uid", "Of one that may be archived."), Param.FIELDS),
                        WORKFLOW,
                        this::get),
                Endpoint.delete(
                        ONE,
                        "WorkflowService_DeleteWorkflow",
                        List.of(Param.flag("force", "Also when a finalizer holds it.")),
                        this::delete),
                Endpoint.put(
                        ONE + "/retry", "WorkflowService_RetryWorkflow", "WorkflowRetryRequest", WORKFLOW, this::retry),
                Endpoint.put(
                        ONE + "/resubmit",
                        "WorkflowService_ResubmitWorkflow",
                        "WorkflowResubmitRequest",
                        WORKFLOW,
                        this::resubmit),
                asking("resume", "Resume", body -> new Request.Resume(nodes(body))),
                asking("suspend", "Suspend", body -> new Request.Suspend()),
                asking("stop", "Stop", WorkflowEndpoints::stop),
                asking("terminate", "Terminate", body -> new Request.Terminate()),
                asking("set", "Set", WorkflowEndpoints::set),
                Endpoint.stream(ONE + "/log", "WorkflowService_WorkflowLogs", Param.LOGS, "LogEntry", this::logs),
                Endpoint.stream(ONE + "/{podName}/log", "WorkflowService_PodLogs", Param.LOGS, "LogEntry", this::logs),
                watching("/api/v1/workflow-events", lists),
                watching("/api/v1/workflow-events/{namespace}", lists),
                Endpoint.stream(
                        "/api/v1/stream/events/{namespace}",
                        "WorkflowService_WatchEvents",
                        Param.LIST,
                        "Event",
                        this::events));
    }

    private Endpoint watching(String path, List<Param> query) {
        return Endpoint.stream(path, "WorkflowService_WatchWorkflows", query, "WorkflowWatchEvent", this::watch);
    }

    private Reply list(ApiRequest request) throws InterruptedException {
        return Reply.ok(request.fields()
                .keep(json(request.session().list(ResourceKind.WORKFLOW, request.namespace(), request.listQuery()))));
    }

    /** As Kubernetes has lists. */
    static ObjectNode json(Listing listing) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", listing.resourceVersion());
        if (!listing.continueToken().isEmpty()) {
            metadata.put("continue", listing.continueToken());
        }
        ArrayNode items = list.putArray("items");
        listing.items().forEach(items::add);
        return list;
    }

    private Reply create(ApiRequest request) throws InterruptedException {
        Bodies.Given given = Bodies.read(request, ResourceKind.WORKFLOW, "workflow");
        String instance = ApiRequest.text(given.envelope(), "instanceID");
        if (!instance.isEmpty()) {
            given.object()
                    .withObjectProperty("metadata")
                    .withObjectProperty("labels")
                    .put(Labels.INSTANCE_ID, instance);
        }
        boolean dry = ApiRequest.flag(given.envelope(), "serverDryRun")
                || given.envelope().at("/createOptions/dryRun").size() > 0;
        return begin(request, given.object(), given.argo(), dry);
    }

    private Reply submit(ApiRequest request) throws InterruptedException {
        ObjectNode body = request.json();
        ObjectNode workflow = Submissions.workflow(request.session(), request.namespace(), body);
        JsonNode options = body.path("submitOptions");
        return begin(
                request,
                workflow,
                true,
                ApiRequest.flag(options, "dryRun") || ApiRequest.flag(options, "serverDryRun"));
    }

    /**
     * Argo's own clients take 200 alone for success; who asks for what only we have (a manifest, a key, to wait) hears 201 of what was
     * made.
     */
    private Reply begin(ApiRequest request, ObjectNode workflow, boolean argo, boolean dry)
            throws InterruptedException {
        String namespace = request.namespace();
        Optional<Duration> patience = request.duration("wait");
        Bodies.settle(workflow, ResourceKind.WORKFLOW, namespace);
        requireName(workflow);
        Checking.check(workflow, namespace, request.session());
        String key = request.header(Idempotency.HEADER);
        boolean repeated = false;
        JsonNode made;
        if (key.isEmpty() || dry) {
            made = request.session().create(ResourceKind.WORKFLOW, namespace, workflow, dry);
        } else {
            var kept = Idempotency.create(request.session(), namespace, key, request.body(), workflow);
            made = kept.object();
            repeated = kept.repeated();
        }
        Map<String, String> headers = new HashMap<>();
        String name = made.at("/metadata/name").asText();
        String url = "/api/v1/workflows/" + namespace + "/" + name;
        if (repeated) {
            headers.put("Idempotency-Replayed", "true");
        }
        if (dry || patience.isEmpty()) {
            boolean plain = argo && key.isEmpty();
            if (!plain) {
                headers.put("Location", url);
            }
            return new Reply.Json(plain || dry ? 200 : 201, made, headers);
        }
        headers.put("Location", url);
        Duration wait = patience.get().compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patience.get();
        Optional<JsonNode> end = Outcome.await(request, namespace, name, wait);
        return new Reply.Json(end.isPresent() ? 200 : 202, Outcome.summary(end.orElse(made), url), headers);
    }

    private static void requireName(ObjectNode workflow) {
        JsonNode metadata = workflow.path("metadata");
        if (metadata.path("name").asText("").isEmpty()
                && metadata.path("generateName").asText("").isEmpty()) {
            throw new ServiceException(
                    Why.INVALID, "metadata: name or generateName is required: the workflow has neither");
        }
    }

    private Reply lint(ApiRequest request) throws InterruptedException {
        ObjectNode workflow =
                Bodies.read(request, ResourceKind.WORKFLOW, "workflow").object();
        Checking.check(workflow, request.namespace(), request.session());
        return Reply.ok(workflow);
    }

    private Reply get(ApiRequest request) throws InterruptedException {
        return Reply.ok(request.fields().keep(found(request)));
    }

    private static JsonNode found(ApiRequest request) throws InterruptedException {
        String uid = request.query("uid");
        try {
            Projection shown = uid.isEmpty() ? request.fields() : Projection.EVERYTHING;
            JsonNode live = request.session().get(ResourceKind.WORKFLOW, request.namespace(), request.name(), shown);
            if (uid.isEmpty() || uid.equals(live.at("/metadata/uid").asText())) {
                return live;
            }
        } catch (ServiceException e) {
            if (e.why() != Why.NOT_FOUND || uid.isEmpty()) {
                throw e;
            }
        }
        return request.session().archive().get(uid);
    }

    private Reply delete(ApiRequest request) throws InterruptedException {
        request.session().delete(ResourceKind.WORKFLOW, request.namespace(), request.name(), request.flag("force"));
        return Reply.empty();
    }

    private Reply retry(ApiRequest request) throws InterruptedException {
        return asked(request, retry(request.json()));
    }

    /** What the body of a retry asks for, of a workflow that is there and of an archived one alike. */
    static Request.Retry retry(ObjectNode body) {
        return new Request.Retry(
                ApiRequest.flag(body, "restartSuccessful"), nodes(body), ApiRequest.pairs(body, "parameters"));
    }

    private Reply resubmit(ApiRequest request) throws InterruptedException {
        ObjectNode body = request.json();
        return Reply.ok(request.session()
                .resubmit(
                        request.namespace(),
                        request.name(),
                        ApiRequest.flag(body, "memoized"),
                        ApiRequest.pairs(body, "parameters")));
    }

    @FunctionalInterface
    private interface Reading {
        Request of(ObjectNode body);
    }

    private Endpoint asking(String verb, String operation, Reading reading) {
        return Endpoint.put(
                ONE + "/" + verb,
                "WorkflowService_" + operation + WORKFLOW,
                "Workflow" + operation + "Request",
                WORKFLOW,
                request -> asked(request, reading.of(request.json())));
    }

    private static Reply asked(ApiRequest request, Request what) throws InterruptedException {
        return Reply.ok(request.session().ask(request.namespace(), request.name(), what));
    }

    private static Request stop(ObjectNode body) {
        return ApiRequest.text(body, "nodeFieldSelector").isEmpty()
                ? new Request.Stop()
                : new Request.StopNodes(nodes(body), ApiRequest.text(body, "message"));
    }

    private static Request set(ObjectNode body) {
        String outputs = ApiRequest.text(body, "outputParameters");
        Map<String, String> values = new HashMap<>();
        if (!outputs.isEmpty()) {
            // a text that is JSON, as Argo has it
            try {
                dev.skiff.model.ModelMapper.strict()
                        .readTree(outputs)
                        .properties()
                        .forEach(e -> values.put(e.getKey(), e.getValue().asText()));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new ServiceException(
                        Why.INVALID,
                        "body: outputParameters is a text that is a JSON object: " + e.getOriginalMessage());
            }
        }
        return new Request.SetNodes(
                nodes(body), ApiRequest.text(body, "phase"), ApiRequest.text(body, "message"), values);
    }

    private static NodeSelector nodes(ObjectNode body) {
        try {
            return NodeSelector.parse(ApiRequest.text(body, "nodeFieldSelector"));
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Why.INVALID, "body: nodeFieldSelector: " + e.getMessage());
        }
    }

    private Reply logs(ApiRequest request) {
        String pod = request.part("podName").isEmpty() ? request.query("podName") : request.part("podName");
        Instant since = request.time("logOptions.sinceTime");
        long seconds = request.number("logOptions.sinceSeconds", 0);
        LogQuery query = new LogQuery(
                pod,
                request.query("logOptions.container"),
                request.query("selector"),
                request.flag("logOptions.follow"),
                request.flag("logOptions.previous"),
                request.flag("logOptions.timestamps"),
                seconds > 0 ? clock.instant().minusSeconds(seconds) : since,
                request.number("logOptions.tailLines", -1),
                request.number("logOptions.limitBytes", 0),
                request.query("grep"));
        // what is counted from the end has no place that could be come back to
        boolean placed = query.tail() < 0 && query.since() == null;
        LogPosition position = LogPosition.after(placed ? request.header(LogPosition.HEADER) : "");
        return new Reply.Stream(
                sink -> request.session().logs(request.namespace(), request.name(), query, entry -> {
                    if (position.isNew(entry.podName())) {
                        sink.take(JsonNodeFactory.instance
                                .objectNode()
                                .put("content", entry.content())
                                .put("podName", entry.podName()));
                    }
                }),
                one -> placed ? position.id(one) : null);
    }

    private Reply watch(ApiRequest request) {
        Projection fields = request.fields();
        var query = request.listQuery(fields.below("result").below("object"));
        return new Reply.Stream(sink -> request.session()
                .watch(ResourceKind.WORKFLOW, request.namespace(), query, event -> give(sink, event, fields)));
    }

    private static void give(Sink<JsonNode> sink, dev.skiff.port.service.WatchEvent event, Projection fields)
            throws InterruptedException {
        ObjectNode one = JsonNodeFactory.instance.objectNode().put("type", event.type());
        one.set("object", event.object());
        // Argo's own clients name fields of the answer as it is on the wire: result.object.metadata.name
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        wire.set("result", one);
        sink.take(fields.keep(wire).path("result"));
    }

    private Reply events(ApiRequest request) {
        var query = request.listQuery();
        return new Reply.Stream(sink -> request.session().watchEvents(request.namespace(), query, sink));
    }
}
