package dev.skiff.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.StoreException;
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
import dev.skiff.port.service.WorkflowService.Archive;
import dev.skiff.port.service.WorkflowService.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What whoever may reach this machine's service may do: everything, in the namespaces that are served. */
final class StandaloneSession implements Session {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Runs runs;
    private final KeptObjects objects;
    private final NodeArtifacts artifacts;
    private final UserInfo user;
    private final BooleanSupplier over;

    /**
     * For one user.
     *
     * @param over whether the service has ended
     */
    StandaloneSession(Parts parts, Runs runs, RunResources resources, UserInfo user, BooleanSupplier over) {
        this.user = user;
        this.parts = parts;
        this.runs = runs;
        this.objects = new KeptObjects(parts);
        this.artifacts = new NodeArtifacts(parts, resources);
        this.over = over;
    }

    @FunctionalInterface
    private interface Work<T> {
        T done() throws InterruptedException;
    }

    /** Once all runs are known. What the store cannot do is an error of this machine's, which the message tells of. */
    private <T> T with(String namespace, Work<T> work) throws InterruptedException {
        served(namespace);
        try {
            parts.catalog().ready().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return work.done();
        } catch (TimeoutException e) {
            throw new ServiceException(Why.UNAVAILABLE, "the runs are still being read: ask again in a moment", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ServiceException(Why.UNAVAILABLE, String.valueOf(cause.getMessage()), e);
        } catch (StoreException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while something was read");
            }
            throw new ServiceException(
                    over.getAsBoolean() ? Why.UNAVAILABLE : Why.INTERNAL, String.valueOf(e.getMessage()), e);
        }
    }

    private void served(String namespace) {
        List<String> served = parts.namespaces();
        if (!namespace.isEmpty() && !served.isEmpty() && !served.contains(namespace)) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "this server serves the namespace" + (served.size() == 1 ? " " : "s ") + String.join(", ", served)
                            + ", not " + namespace);
        }
    }

    /** All namespaces are those that are served: more than one of several is chosen by asking for each. */
    private String chosen(String namespace) {
        return namespace.isEmpty() && parts.namespaces().size() == 1
                ? parts.namespaces().getFirst()
                : namespace;
    }

    private boolean isServed(Entry entry) {
        return parts.namespaces().isEmpty() || parts.namespaces().contains(entry.namespace());
    }

    @Override
    public Listing list(ResourceKind kind, String namespace, ListQuery query) throws InterruptedException {
        return with(
                namespace,
                () -> kind == ResourceKind.WORKFLOW
                        ? runs.list(chosen(namespace), query, this::isServed)
                        : objects.list(kind, chosen(namespace), query));
    }

    @Override
    public JsonNode get(ResourceKind kind, String namespace, String name, Projection shown)
            throws InterruptedException {
        return with(
                namespace,
                () -> kind == ResourceKind.WORKFLOW
                        ? runs.get(namespace, name, shown)
                        : objects.get(kind, namespace, name));
    }

    @Override
    public JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun)
            throws InterruptedException {
        return with(
                namespace,
                () -> kind == ResourceKind.WORKFLOW
                        ? runs.create(namespace, object, dryRun)
                        : objects.create(kind, namespace, object, dryRun));
    }

    @Override
    public JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object)
            throws InterruptedException {
        return with(namespace, () -> {
            if (kind == ResourceKind.WORKFLOW) {
                throw new ServiceException(
                        Why.NOT_IMPLEMENTED,
                        "a workflow is not replaced: ask it to suspend, resume, stop, set … (argo suspend, argo node"
                                + " set)");
            }
            return objects.replace(kind, namespace, name, object);
        });
    }

    @Override
    public void delete(ResourceKind kind, String namespace, String name, boolean force) throws InterruptedException {
        with(namespace, () -> {
            if (kind == ResourceKind.WORKFLOW) {
                runs.delete(namespace, name);
            } else {
                objects.delete(kind, namespace, name);
            }
            return "";
        });
    }

    @Override
    public JsonNode ask(String namespace, String workflow, Request request) throws InterruptedException {
        return with(namespace, () -> runs.ask(namespace, workflow, request));
    }

    @Override
    public JsonNode resubmit(String namespace, String workflow, boolean memoized, Map<String, String> parameters)
            throws InterruptedException {
        return with(namespace, () -> runs.resubmit(namespace, workflow, memoized, parameters));
    }

    @Override
    public void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink)
            throws InterruptedException {
        untilTheEnd(namespace, () -> {
            if (kind == ResourceKind.WORKFLOW) {
                new RunWatch(parts.catalog(), runs, chosen(namespace), query, sink).run(over);
            } else {
                objects.watch(kind, chosen(namespace), query, sink, over);
            }
        });
    }

    @Override
    public void watchEvents(String namespace, ListQuery query, Sink<JsonNode> sink) throws InterruptedException {
        String one = chosen(namespace);
        untilTheEnd(
                namespace,
                () -> new RunEvents(
                                parts,
                                e -> isServed(e)
                                        && (one.isEmpty() || e.namespace().equals(one)),
                                query,
                                sink)
                        .run(over));
    }

    private interface Streaming {
        void run() throws InterruptedException;
    }

    private void untilTheEnd(String namespace, Streaming streaming) throws InterruptedException {
        try {
            with(namespace, () -> {
                streaming.run();
                return "";
            });
        } catch (ServiceException e) {
            if (!over.getAsBoolean()) {
                throw e;
            }
        }
    }

    @Override
    public void logs(String namespace, String workflow, LogQuery query, Sink<LogEntry> sink)
            throws InterruptedException {
        with(namespace, () -> {
            runs.entry(namespace, workflow);
            new RunLogs(parts.store(), query, sink).give(workflow, over);
            return "";
        });
    }

    @Override
    public Download artifact(ArtifactQuery query) throws InterruptedException {
        return with(query.namespace(), () -> artifacts.open(runs.stored(query.namespace(), query.workflow()), query));
    }

    @Override
    public UserInfo user() {
        return user;
    }

    @Override
    public Archive archive() {
        return new Ended();
    }

    /** Runs are kept where they are when they have ended. */
    private final class Ended implements Archive {
        @Override
        public Listing list(String namespace, ListQuery query) throws InterruptedException {
            return with(namespace, () -> runs.list(chosen(namespace), query, e -> e.completed() && isServed(e)));
        }

        private Entry entry(String uid) {
            return parts.catalog()
                    .withUid(uid)
                    .filter(e -> e.completed() && isServed(e))
                    .orElseThrow(() -> ServiceException.notFound(ResourceKind.WORKFLOW, uid));
        }

        @Override
        public JsonNode get(String uid) throws InterruptedException {
            return with("", () -> {
                Entry entry = entry(uid);
                return runs.get(entry.namespace(), entry.name());
            });
        }

        @Override
        public void delete(String uid) throws InterruptedException {
            with("", () -> {
                Entry entry = entry(uid);
                runs.delete(entry.namespace(), entry.name());
                return "";
            });
        }

        @Override
        public JsonNode retry(String uid, Request.Retry request) throws InterruptedException {
            JsonNode workflow = get(uid);
            return ask(text(workflow, "namespace"), text(workflow, "name"), request);
        }

        @Override
        public JsonNode resubmit(String uid, boolean memoized, Map<String, String> parameters)
                throws InterruptedException {
            JsonNode workflow = get(uid);
            return StandaloneSession.this.resubmit(
                    text(workflow, "namespace"), text(workflow, "name"), memoized, parameters);
        }

        private static String text(JsonNode workflow, String field) {
            return workflow.path("metadata").path(field).asText();
        }
    }
}
