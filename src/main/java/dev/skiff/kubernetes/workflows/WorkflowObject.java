package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.model.Labels;
import dev.skiff.model.WorkflowPhase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One Workflow object of the cluster, as far as this process writes to it. */
public final class WorkflowObject {
    private final KubeApi api;
    private final WorkflowView.Identity id;
    private final Consumer<WorkflowView> foreign;
    private final Predicate<Map<String, String>> archived;
    private final ObjectWrites writes = new ObjectWrites();
    private volatile Map<String, String> labels = Map.of();
    private volatile boolean toBeArchived;

    /**
     * @param foreign gets versions that somebody else has made while a write of ours was under way; from any thread
     * @param archived whether a workflow that ends with these labels is to be archived (GC-04)
     */
    public WorkflowObject(
            KubeApi api,
            WorkflowView.Identity id,
            Consumer<WorkflowView> foreign,
            Predicate<Map<String, String>> archived) {
        this.api = api;
        this.id = id;
        this.foreign = foreign;
        this.archived = archived;
    }

    /** What labels it has. */
    public void labelled(Map<String, String> now) {
        labels = Map.copyOf(now);
    }

    /** Whether it has ended, and was told to be archived by that. */
    public boolean isToBeArchived() {
        return toBeArchived;
    }

    /** The labels for a phase: those that say it, and for the end the one that asks for it to be archived. */
    Map<String, String> labelsFor(WorkflowPhase phase) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put(Labels.PHASE, phase.text());
        said.put(Labels.COMPLETED, Boolean.toString(phase.completed()));
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(said);
        toBeArchived = phase.completed() && archived.test(all);
        if (toBeArchived) {
            said.put(Labels.ARCHIVING_STATUS, "Pending");
        }
        return said;
    }

    public WorkflowView.Identity id() {
        return id;
    }

    /** A version was seen. @return whether somebody else has made it; what cannot be told yet is told later */
    public boolean isForeign(WorkflowView view) {
        labels = view.labels();
        return writes.isForeign(view);
    }

    /** The version that our last write has made; empty before the first. */
    public String lastVersion() {
        return writes.last();
    }

    /**
     * Says how far the workflow is although it does not run: it waits, or has ended before it began.
     *
     * @param startedAt when it first was looked at
     * @return fails with a {@link KubeProblem}
     */
    public CompletableFuture<Answer> say(WorkflowPhase phase, String message, Instant startedAt, Instant now) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", id.uid());
        ObjectNode said = metadata.putObject("labels");
        labelsFor(phase).forEach(said::put);
        ObjectNode status = patch.putObject("status").put("phase", phase.text()).put("message", message);
        if (phase.completed()) {
            status.put("startedAt", text(startedAt)).put("finishedAt", text(now));
            ObjectNode condition = status.putArray("conditions").addObject();
            condition.put("type", "Completed").put("status", "True");
        }
        return write(Call.merge(id.path(), patch).forMetadata());
    }

    /**
     * Deletes the object, if it is still this one and as it was seen last; pods and whatever else it owns go with it.
     *
     * @param version the one to delete; empty for any
     * @return fails with a {@link KubeProblem}
     */
    public static CompletableFuture<Answer> delete(KubeApi api, WorkflowView.Identity id, String version) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        ObjectNode conditions = options.putObject("preconditions").put("uid", id.uid());
        if (!version.isEmpty()) {
            conditions.put("resourceVersion", version);
        }
        return api.send(Call.delete(id.path(), options));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Sends a write to this object, and remembers the version that it makes. */
    CompletableFuture<Answer> write(Call call) {
        writes.begin();
        return api.send(call).whenComplete((answer, failure) -> {
            WorkflowView other = writes.end(failure == null ? answer.resourceVersion() : "");
            if (other != null) {
                foreign.accept(other);
            }
        });
    }
}
