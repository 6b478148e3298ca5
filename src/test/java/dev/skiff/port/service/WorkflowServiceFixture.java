package dev.skiff.port.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.Await;
import dev.skiff.port.service.WorkflowService.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A service, workflows for it, and words for what becomes of them. */
public abstract class WorkflowServiceFixture {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime() & 0xfffff, 36);

    /** As somebody who may do everything. */
    protected abstract Session session();

    protected abstract String namespace();

    /** A name that no other test has. */
    protected static String fresh() {
        return "c" + RUN + "-" + NUMBER.incrementAndGet();
    }

    protected JsonNode create(ObjectNode object) throws InterruptedException {
        return session().create(kind(object), namespace(), object, false);
    }

    private static ResourceKind kind(ObjectNode object) {
        return ResourceKind.named(object.path("kind").asText()).orElseThrow();
    }

    protected JsonNode get(String name) throws InterruptedException {
        return session().get(ResourceKind.WORKFLOW, namespace(), name);
    }

    protected static String metadata(JsonNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }

    protected static String phase(JsonNode object) {
        return object.path("status").path("phase").asText("");
    }

    /** The workflow, once it has ended. */
    protected JsonNode ended(String name) {
        Await.until(
                name + " has ended",
                () -> List.of("Succeeded", "Failed", "Error").contains(phase(now(name))),
                () -> now(name));
        return now(name);
    }

    private JsonNode now(String name) {
        try {
            return get(name);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns when a suspended node of it waits. */
    protected void waiting(String name) {
        Await.until(
                name + " waits",
                () -> now(name)
                        .path("status")
                        .path("nodes")
                        .valueStream()
                        .anyMatch(node -> node.path("type").asText().equals("Suspend")
                                && node.path("phase").asText().equals("Running")),
                () -> now(name));
    }

    protected List<String> names(ListQuery query) throws InterruptedException {
        return session().list(ResourceKind.WORKFLOW, namespace(), query).items().stream()
                .map(item -> metadata(item, "name"))
                .toList();
    }

    protected static ListQuery named(ListQuery query, ListQuery.NameFilter filter, String name) {
        return new ListQuery(query.labels(), query.fields(), filter, name, null, null, 0, "", "");
    }

    protected static ListQuery times(ListQuery query, @Nullable Instant after, @Nullable Instant before) {
        return new ListQuery(query.labels(), query.fields(), query.nameFilter(), "", after, before, 0, "", "");
    }

    protected static ListQuery from(ListQuery query, String version) {
        return new ListQuery(query.labels(), query.fields(), query.nameFilter(), "", null, null, 0, "", version);
    }

    protected static LogQuery query(long tail, long limitBytes, String grep) {
        return new LogQuery("", "", "", false, false, false, null, tail, limitBytes, grep);
    }

    protected List<String> lines(String name, LogQuery query) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        session().logs(namespace(), name, query, line -> lines.add(line.content()));
        return lines;
    }

    /** Something that goes on until it is closed. */
    protected interface Streaming {
        void run() throws InterruptedException;
    }

    /** A thread that listens. */
    protected static final class Listening implements AutoCloseable {
        private final Thread thread;
        private volatile @Nullable Throwable failure;

        private Listening(Streaming streaming) {
            this.thread = Thread.ofVirtual().start(() -> {
                try {
                    streaming.run();
                } catch (InterruptedException e) {
                    // closed
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            });
        }

        public boolean isOver() {
            Throwable problem = failure;
            if (problem != null) {
                throw new AssertionError("the stream has failed", problem);
            }
            return !thread.isAlive();
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(Await.PATIENCE);
            if (thread.isAlive()) {
                throw new AssertionError("an interrupted stream goes on");
            }
            isOver();
        }
    }

    protected static Listening listen(Streaming streaming) {
        return new Listening(streaming);
    }

    protected static ObjectNode labelled(ObjectNode object, String key, String value) {
        object.withObjectProperty("metadata").withObjectProperty("labels").put(key, value);
        return object;
    }

    protected static ObjectNode hello(String name) {
        return says(name, "hello");
    }

    /** Writes the value of its parameter {@code word}. */
    protected static ObjectNode says(String name, String word) {
        ObjectNode workflow = workflow(name, """
                {"entrypoint": "main", "arguments": {"parameters": [{"name": "word"}]}, "templates": [
                  {"name": "main", "container": {"image": "busybox", "command": ["echo"],
                    "args": ["{{workflow.parameters.word}}"]}}]}""");
        ((ObjectNode) workflow.at("/spec/arguments/parameters/0")).put("value", word);
        return workflow;
    }

    protected static ObjectNode fails(String name) {
        return workflow(name, """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "container": {"image": "busybox", "command": ["false"]}}]}""");
    }

    protected static ObjectNode waits(String name) {
        return workflow(name, """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "approve", "template": "wait"}]]},
                  {"name": "wait", "suspend": {}}]}""");
    }

    protected static ObjectNode saysAndWaits(String name, String word) {
        ObjectNode workflow = workflow(name, """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "say", "template": "say"}], [{"name": "approve", "template": "wait"}]]},
                  {"name": "say", "container": {"image": "busybox", "command": ["echo"], "args": ["WORD"]}},
                  {"name": "wait", "suspend": {}}]}""");
        ((com.fasterxml.jackson.databind.node.ArrayNode) workflow.at("/spec/templates/1/container/args"))
                .removeAll()
                .add(word);
        return workflow;
    }

    /** Waits for a person to give the output {@code answer}. */
    protected static ObjectNode asks(String name) {
        return workflow(name, """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "approve", "template": "ask"}]]},
                  {"name": "ask", "suspend": {}, "outputs": {"parameters": [{"name": "answer", "valueFrom": {"supplied": {}}}]}}]}""");
    }

    protected static ObjectNode workflow(String name, String spec) {
        return object("Workflow", name, spec);
    }

    protected static ObjectNode object(String kind, String name, String spec) {
        try {
            ObjectNode object = ModelMapper.strict().createObjectNode();
            object.put("apiVersion", "argoproj.io/v1alpha1").put("kind", kind);
            object.putObject("metadata").put("name", name);
            object.set("spec", ModelMapper.strict().readTree(spec));
            return object;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
