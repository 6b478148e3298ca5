package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.model.ArgoObject;
import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WatchEvent;
import dev.skiff.port.service.WorkflowService;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one caller does in the cluster. */
final class ClusterSession implements WorkflowService.Session {
    private static final int TRIES = 5;

    private final Callers.Known caller;
    private final CallerApi api;
    private final ServiceSettings settings;
    private final AccessReviews reviews;

    ClusterSession(Callers.Known caller, ServiceSettings settings, AccessReviews reviews) {
        this.caller = caller;
        this.api = caller.api();
        this.settings = settings;
        this.reviews = reviews;
    }

    /** The namespace that is meant, if it is served. */
    private String served(String namespace) {
        String only = settings.managedNamespace();
        if (only.isEmpty() || namespace.equals(only)) {
            return namespace;
        }
        if (namespace.isEmpty()) {
            return only;
        }
        throw new ServiceException(
                ServiceException.Why.FORBIDDEN,
                "this server serves the namespace " + only + " alone, and not " + namespace);
    }

    private String collection(ResourceKind kind, String namespace) {
        return Paths.collection(kind, kind.namespaced() ? served(namespace) : "");
    }

    private Instance instance() {
        Supplier<String> id = settings.instanceId();
        return id == null ? Instance.ANY : new Instance(id.get());
    }

    /** Whether objects of the kind are told apart when they are read: templates are what any controller resolves. */
    private static boolean isInstances(ResourceKind kind) {
        return switch (kind) {
            case WORKFLOW, CRON_WORKFLOW -> true;
            case WORKFLOW_TEMPLATE, CLUSTER_WORKFLOW_TEMPLATE, WORKFLOW_EVENT_BINDING -> false;
        };
    }

    /** @throws ServiceException when there is no such object, or it is another instance's */
    private void check(String path) throws InterruptedException {
        if (settings.instanceId() != null) {
            instance().check(api.json(Call.get(path).forMetadata()));
        }
    }

    private String object(ResourceKind kind, String namespace, String name) {
        return Paths.object(kind, kind.namespaced() ? served(namespace) : "", name);
    }

    @Override
    public Listing list(ResourceKind kind, String namespace, ListQuery query) throws InterruptedException {
        Lists lists = new Lists(api);
        String path = collection(kind, namespace);
        WorkflowArchive archive = settings.archive().now().get();
        ListQuery own = instance().in(query);
        return archive != null && kind == ResourceKind.WORKFLOW && MergedLists.canBeMerged(own)
                ? new MergedLists(lists, archive(archive), served(namespace), path).list(own)
                : lists.list(path, Choice.of(own));
    }

    @Override
    public JsonNode get(ResourceKind kind, String namespace, String name, Projection shown)
            throws InterruptedException {
        try {
            JsonNode object = api.shaped(Call.get(object(kind, namespace, name)), Shown.read(shown));
            if (isInstances(kind)) {
                instance().check(object);
            }
            return Shown.of(object);
        } catch (ServiceException e) {
            if (kind != ResourceKind.WORKFLOW || e.why() != ServiceException.Why.NOT_FOUND) {
                throw e;
            }
            return archived(namespace, name).orElseThrow(() -> e);
        }
    }

    /** A workflow that is in the cluster no more; with an archive that is away there is none. */
    private Optional<JsonNode> archived(String namespace, String name) throws InterruptedException {
        WorkflowArchive archive = settings.archive().now().get();
        if (archive == null) {
            return Optional.empty();
        }
        try {
            return archive(archive).latest(served(namespace), name);
        } catch (ServiceException e) {
            System.getLogger("dev.skiff.kubernetes")
                    .log(
                            System.Logger.Level.DEBUG,
                            () -> "the archive was not asked for " + name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun)
            throws InterruptedException {
        if (kind.namespaced() && served(namespace).isEmpty()) {
            throw new ServiceException(
                    ServiceException.Why.INVALID, "say in which namespace the " + kind.kind() + " is to be");
        }
        String path = collection(kind, namespace) + (dryRun ? "?dryRun=All" : "");
        ObjectNode sent = addressed(kind, namespace, object);
        caller.said().label(sent);
        return Shown.of(api.json(Call.post(path, sent)));
    }

    /** With what the API server wants to read in it. */
    private ObjectNode addressed(ResourceKind kind, String namespace, ObjectNode object) {
        ObjectNode sent = object.deepCopy();
        sent.put("apiVersion", ArgoObject.API_VERSION).put("kind", kind.kind());
        if (kind.namespaced()) {
            sent.withObjectProperty("metadata").put("namespace", served(namespace));
        }
        instance().label(sent);
        return sent;
    }

    /** An object that does not say which version it replaces replaces the present one, as with Argo's server. */
    @Override
    public JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object)
            throws InterruptedException {
        String path = object(kind, namespace, name);
        ObjectNode sent = addressed(kind, namespace, object);
        ObjectNode metadata = sent.withObjectProperty("metadata");
        boolean conditional = !metadata.path("resourceVersion").asText("").isEmpty();
        metadata.put("name", name);
        for (int attempt = 1; ; attempt++) {
            if (!conditional || settings.instanceId() != null) {
                JsonNode present = api.json(Call.get(path).forMetadata());
                instance().check(present);
                if (!conditional) {
                    metadata.set("resourceVersion", present.path("metadata").path("resourceVersion"));
                }
            }
            try {
                return Shown.of(api.json(Call.put(path, sent)));
            } catch (ServiceException e) {
                if (conditional || attempt >= TRIES || e.why() != ServiceException.Why.CONFLICT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void delete(ResourceKind kind, String namespace, String name, boolean force) throws InterruptedException {
        String path = object(kind, namespace, name);
        check(path);
        if (force) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("metadata").putNull("finalizers");
            api.send(Call.merge(path, patch).forMetadata());
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        api.send(Call.delete(path, options));
    }

    @Override
    public JsonNode ask(String namespace, String workflow, Request request) throws InterruptedException {
        return new Asking(caller, instance(), settings.clock())
                .ask(object(ResourceKind.WORKFLOW, namespace, workflow), request);
    }

    @Override
    public JsonNode resubmit(String namespace, String workflow, boolean memoized, Map<String, String> parameters)
            throws InterruptedException {
        // also of one that is in the archive alone, as with Argo's server
        if (get(ResourceKind.WORKFLOW, namespace, workflow) instanceof ObjectNode original) {
            return new Asking(caller, instance(), settings.clock())
                    .resubmit(new WorkflowEdit(original), memoized, parameters);
        }
        throw ServiceException.notFound(ResourceKind.WORKFLOW, workflow);
    }

    @Override
    public void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink)
            throws InterruptedException {
        new Watches(api).watch(collection(kind, namespace), Choice.of(instance().in(query)), Call.JSON, sink);
    }

    /** Events of workflows alone, whatever else happens in the namespace. */
    @Override
    public void watchEvents(String namespace, ListQuery query, Sink<JsonNode> sink) throws InterruptedException {
        String ofWorkflows = "involvedObject.kind=" + ResourceKind.WORKFLOW.kind();
        String selector = query.fields().isBlank() ? ofWorkflows : query.fields() + "," + ofWorkflows;
        Choice choice = Choice.ofServer(instance().in(query), selector);
        new Watches(api).watch(Paths.core(served(namespace), "events"), choice, Call.JSON, told -> {
            if (!told.type().equals("DELETED") && told.object() instanceof ObjectNode event) {
                sink.take(event.put("apiVersion", "v1").put("kind", "Event"));
            }
        });
    }

    @Override
    public void logs(String namespace, String workflow, LogQuery query, Sink<LogEntry> sink)
            throws InterruptedException {
        check(object(ResourceKind.WORKFLOW, namespace, workflow));
        WorkflowLogs logs = new WorkflowLogs(api, served(namespace), workflow, query);
        logs.give(sink);
        JsonNode known;
        try {
            known = get(ResourceKind.WORKFLOW, namespace, workflow);
        } catch (ServiceException e) {
            if (e.why() == ServiceException.Why.NOT_FOUND) {
                return; // deleted while its logs were followed
            }
            throw e;
        }
        new ArchivedLogs(new ArtifactFiles(api, settings.depot()), query).give(known, logs.nodes(), sink);
    }

    @Override
    public Download artifact(ArtifactQuery query) throws InterruptedException {
        JsonNode workflow = get(ResourceKind.WORKFLOW, query.namespace(), query.workflow());
        return new ArtifactFiles(api, settings.depot())
                .fetch(workflow, query.nodeId(), query.artifact(), query.input());
    }

    @Override
    public UserInfo user() throws InterruptedException {
        return Identity.of(caller);
    }

    @Override
    public WorkflowService.Archive archive() {
        return archive(settings.archive().needed());
    }

    private ClusterArchive archive(WorkflowArchive archive) {
        return new ClusterArchive(caller, reviews, settings, instance(), archive);
    }
}
