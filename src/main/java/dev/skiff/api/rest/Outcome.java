package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Names;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of a workflow, and says in short what became of it. */
final class Outcome {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Outcome() {}

    static boolean hasEnded(JsonNode workflow) {
        return switch (workflow.at("/status/phase").asText("")) {
            case "Succeeded", "Failed", "Error" -> true;
            default -> false;
        };
    }

    /** @return empty when it had not ended after {@code patience}. @throws InterruptedException also when whoever asked has gone */
    static Optional<JsonNode> await(ApiRequest request, String namespace, String name, Duration patience)
            throws InterruptedException {
        WorkflowService.Session session = request.session();
        CompletableFuture<JsonNode> end = new CompletableFuture<>();
        Thread watcher = Thread.ofVirtual().name("wait-" + name).start(() -> follow(session, namespace, name, end));
        try {
            CompletableFuture.anyOf(end, request.left()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!end.isDone()) {
                throw new InterruptedException("whoever waited has gone");
            }
            return Optional.of(end.get());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ServiceException refusal
                    ? refusal
                    : new ServiceException(Why.INTERNAL, "the end cannot be waited for", e);
        } finally {
            watcher.interrupt();
        }
    }

    private static void follow(
            WorkflowService.Session session, String namespace, String name, CompletableFuture<JsonNode> end) {
        try {
            while (!end.isDone()) {
                try {
                    session.watch(ResourceKind.WORKFLOW, namespace, ListQuery.named(name), event -> {
                        if (event.type().equals("DELETED")) {
                            end.completeExceptionally(ServiceException.notFound(ResourceKind.WORKFLOW, name));
                            throw new InterruptedException();
                        }
                        if (hasEnded(event.object())) {
                            end.complete(event.object());
                            throw new InterruptedException();
                        }
                    });
                } catch (ServiceException e) {
                    if (e.why() != Why.GONE && e.why() != Why.UNAVAILABLE) {
                        throw e;
                    }
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // heard enough
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Who it is, how it is, and what it gave: the outputs of its entrypoint and the global ones. */
    static ObjectNode summary(JsonNode workflow, String url) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "Workflow");
        ObjectNode metadata = summary.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "creationTimestamp"}) {
            copy(workflow.path("metadata"), field, metadata);
        }
        ObjectNode status = summary.putObject("status");
        JsonNode known = workflow.path("status");
        status.put(
                "phase",
                known.path("phase").asText("").isEmpty()
                        ? "Pending"
                        : known.path("phase").asText());
        for (String field : new String[] {"message", "startedAt", "finishedAt", "progress"}) {
            copy(known, field, status);
        }
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        String name = workflow.at("/metadata/name").asText("");
        merge(known.path("outputs"), outputs);
        merge(known.path("nodes").path(Names.nodeId(name, name)).path("outputs"), outputs);
        if (!outputs.isEmpty()) {
            status.set("outputs", outputs);
        }
        summary.put("url", url);
        return summary;
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }

    private static void merge(JsonNode from, ObjectNode into) {
        from.properties().forEach(entry -> {
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(into.withArrayProperty(entry.getKey())::add);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
