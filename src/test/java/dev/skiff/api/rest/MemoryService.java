package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Caller;
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
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps objects in memory and runs nothing: what the HTTP face is tried with. */
final class MemoryService implements WorkflowService, WorkflowService.Session, WorkflowService.Archive {
    final Map<String, ObjectNode> objects = new TreeMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<LogEntry> lines = new ArrayList<>();
    /** How many entries of endless logs were made. */
    final AtomicInteger made = new AtomicInteger();

    final AtomicInteger streams = new AtomicInteger();
    final CountDownLatch deleting = new CountDownLatch(1);
    volatile CountDownLatch held = new CountDownLatch(0);
    private final List<LinkedBlockingQueue<WatchEvent>> watchers = new CopyOnWriteArrayList<>();
    private int version;

    @Override
    public Session as(Caller caller) {
        return this;
    }

    @Override
    public String managedNamespace() {
        return "";
    }

    private static String key(ResourceKind kind, String namespace, String name) {
        return kind + "/" + namespace + "/" + name;
    }

    @Override
    public synchronized Listing list(ResourceKind kind, String namespace, ListQuery query) {
        List<JsonNode> items = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (key.startsWith(kind + "/") && (namespace.isEmpty() || key.startsWith(kind + "/" + namespace + "/"))) {
                items.add(object);
            }
        });
        return new Listing(items, Integer.toString(version), "");
    }

    @Override
    public JsonNode get(ResourceKind kind, String namespace, String name, Projection shown) {
        return get(kind, namespace, name);
    }

    @Override
    public synchronized JsonNode get(ResourceKind kind, String namespace, String name) {
        ObjectNode found = objects.get(key(kind, namespace, name));
        if (found == null) {
            throw ServiceException.notFound(kind, name);
        }
        return found.deepCopy();
    }

    @Override
    public synchronized JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = (ObjectNode) copy.get("metadata");
        if (metadata.path("name").asText("").isEmpty()) {
            metadata.put("name", metadata.path("generateName").asText() + version);
        }
        String name = metadata.path("name").asText();
        if (objects.containsKey(key(kind, namespace, name))) {
            throw ServiceException.alreadyExists(kind, name);
        }
        metadata.put("uid", "uid-" + name);
        if (!dryRun) {
            put(kind, namespace, name, copy, "ADDED");
        }
        return copy;
    }

    private void put(ResourceKind kind, String namespace, String name, ObjectNode object, String type) {
        ((ObjectNode) object.get("metadata")).put("resourceVersion", Integer.toString(++version));
        objects.put(key(kind, namespace, name), object);
        watchers.forEach(w -> w.add(new WatchEvent(type, object.deepCopy())));
    }

    /** The workflow ends now. */
    synchronized void end(String namespace, String name, String phase) {
        ObjectNode object =
                objects.get(key(ResourceKind.WORKFLOW, namespace, name)).deepCopy();
        object.putObject("status").put("phase", phase);
        put(ResourceKind.WORKFLOW, namespace, name, object, "MODIFIED");
    }

    @Override
    public synchronized JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object) {
        String known =
                get(kind, namespace, name).at("/metadata/resourceVersion").asText();
        if (!object.at("/metadata/resourceVersion").asText().equals(known)) {
            throw new ServiceException(Why.CONFLICT, "the object has been modified");
        }
        put(kind, namespace, name, object.deepCopy(), "MODIFIED");
        return get(kind, namespace, name);
    }

    /** Takes its time where the test says so. */
    @Override
    public void delete(ResourceKind kind, String namespace, String name, boolean force) throws InterruptedException {
        get(kind, namespace, name);
        deleting.countDown();
        held.await();
        synchronized (this) {
            objects.remove(key(kind, namespace, name));
        }
    }

    @Override
    public JsonNode ask(String namespace, String workflow, Request request) {
        asked.add(workflow + ": " + request);
        return get(ResourceKind.WORKFLOW, namespace, workflow);
    }

    @Override
    public JsonNode resubmit(String namespace, String workflow, boolean memoized, Map<String, String> parameters) {
        asked.add(workflow + ": resubmit " + memoized + " " + parameters);
        return get(ResourceKind.WORKFLOW, namespace, workflow);
    }

    @Override
    public void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink)
            throws InterruptedException {
        LinkedBlockingQueue<WatchEvent> queue = new LinkedBlockingQueue<>();
        synchronized (this) {
            list(kind, namespace, query).items().forEach(one -> queue.add(new WatchEvent("ADDED", one)));
            watchers.add(queue);
        }
        streams.incrementAndGet();
        try {
            while (true) {
                WatchEvent event = queue.take();
                if (query.fields().isEmpty()
                        || query.fields()
                                .equals("metadata.name="
                                        + event.object().at("/metadata/name").asText())) {
                    sink.take(event);
                }
            }
        } finally {
            watchers.remove(queue);
            streams.decrementAndGet();
        }
    }

    @Override
    public void watchEvents(String namespace, ListQuery query, Sink<JsonNode> sink) throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public void logs(String namespace, String workflow, LogQuery query, Sink<LogEntry> sink)
            throws InterruptedException {
        get(ResourceKind.WORKFLOW, namespace, workflow);
        for (LogEntry line : lines) {
            sink.take(line);
        }
        streams.incrementAndGet();
        try {
            while (query.follow()) {
                made.incrementAndGet();
                sink.take(new LogEntry("x".repeat(10_000), "pod"));
            }
        } finally {
            streams.decrementAndGet();
        }
    }

    @Override
    public Download artifact(ArtifactQuery query) {
        byte[] bytes = query.toString().getBytes(StandardCharsets.UTF_8);
        return new Download("a\"b.txt", "text/plain", bytes.length, new ByteArrayInputStream(bytes));
    }

    @Override
    public UserInfo user() {
        return new UserInfo("", "somebody", "", "", List.of("people"), "", "");
    }

    @Override
    public Archive archive() {
        return this;
    }

    @Override
    public Listing list(String namespace, ListQuery query) {
        return list(ResourceKind.WORKFLOW, namespace, query);
    }

    @Override
    public synchronized JsonNode get(String uid) {
        return objects.values().stream()
                .filter(o -> o.at("/metadata/uid").asText().equals(uid))
                .findFirst()
                .orElseThrow(() -> ServiceException.notFound(ResourceKind.WORKFLOW, uid));
    }

    @Override
    public void delete(String uid) throws InterruptedException {
        JsonNode object = get(uid);
        delete(
                ResourceKind.WORKFLOW,
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText(),
                false);
    }

    @Override
    public JsonNode retry(String uid, Request.Retry request) {
        JsonNode object = get(uid);
        return ask(text(object, "namespace"), text(object, "name"), request);
    }

    @Override
    public JsonNode resubmit(String uid, boolean memoized, Map<String, String> parameters) {
        JsonNode object = get(uid);
        return resubmit(text(object, "namespace"), text(object, "name"), memoized, parameters);
    }

    private static String text(JsonNode object, String field) {
        return object.path("metadata").path(field).asText();
    }

    @Override
    public void close() {}
}
