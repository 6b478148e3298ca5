package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskRef;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the workflows of one namespace in Kubernetes Events, with Argo's reasons and messages (MET-08). Two deviations keep their
 * number down: a node that is the whole workflow is told of only as the workflow, and of each workflow at most so many nodes that begin or
 * succeed are told of as client-go would let through.
 */
public final class WorkflowEvents implements Feed {
    /** As the spam filter of client-go has it for one object. */
    private static final int MOST_NORMAL = 25;

    /** The server takes 1,024 bytes of a message. */
    private static final int LONGEST = 900;

    private static final String NODE_TYPE = "workflows.argoproj.io/node-type";
    private static final String NODE_START = "workflows.argoproj.io/node-start-time";

    /** @param nodes whether nodes are told of; @param workflows whether workflows are */
    public record Chosen(boolean nodes, boolean workflows) {}

    private static final class Told {
        final WorkflowView.Identity id;
        final Map<String, @Nullable NodePhase> phases = new HashMap<>();

        @Nullable
        WorkflowPhase phase;

        int normal;
        /** What comes first is how it was: that has been told. */
        boolean known;

        Told(WorkflowView.Identity id) {
            this.id = id;
        }
    }

    private final EventQueue queue;
    private final Supplier<Chosen> chosen;
    private final InstantSource clock;
    private final Map<String, Told> runs = new ConcurrentHashMap<>();
    private final String instanceId;
    private final AtomicLong number;

    /**
     * @param instanceId which Events have as their label, so that one instance's are told from another's; empty for none
     * @param chosen asked again each time
     */
    public WorkflowEvents(EventQueue queue, String instanceId, Supplier<Chosen> chosen, InstantSource clock) {
        this.queue = queue;
        this.instanceId = instanceId;
        this.chosen = chosen;
        this.clock = clock;
        Instant now = clock.instant();
        this.number = new AtomicLong(now.getEpochSecond() * 1_000_000_000 + now.getNano());
    }

    /** A workflow is about to run; nothing is told of one that is not known. */
    public void begin(WorkflowView.Identity id, boolean goesOn) {
        Told told = new Told(id);
        told.known = goesOn;
        runs.put(id.name(), told);
    }

    public void end(WorkflowView.Identity id) {
        runs.computeIfPresent(id.name(), (name, told) -> told.id.equals(id) ? null : told);
    }

    /** Says once of a workflow what of it is ignored: it runs all the same. @param what a sentence */
    public void ignored(WorkflowView.Identity id, String what) {
        String message = "ignored: " + (what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what);
        warning(id.toString(), message);
        if (chosen.get().workflows()) {
            send(id, Map.of(), false, "WorkflowSpecWarning", message);
        }
    }

    @Override
    public void changed(Change change) {
        Told told = runs.get(change.run());
        if (told == null) {
            return;
        }
        Chosen what = chosen.get();
        synchronized (told) {
            if (told.known) {
                change.nodes().forEach(n -> told.phases.put(n.id(), n.phase()));
                told.phase = change.phase();
                told.known = false;
                return;
            }
            for (NodeStatus node : change.nodes()) {
                node(told, node, what.nodes());
            }
            if (change.phase() != null && change.phase() != told.phase) {
                told.phase = change.phase();
                if (what.workflows()) {
                    workflow(told.id, change.phase(), change.message());
                }
            }
        }
    }

    private void workflow(WorkflowView.Identity id, WorkflowPhase phase, String message) {
        switch (phase) {
            case RUNNING -> send(id, Map.of(), true, "WorkflowRunning", "Workflow Running");
            case SUCCEEDED -> send(id, Map.of(), true, "WorkflowSucceeded", "Workflow completed");
            case FAILED, ERROR -> send(id, Map.of(), false, "WorkflowFailed", message);
            case PENDING -> {}
        }
    }

    private void node(Told told, NodeStatus node, boolean tell) {
        NodePhase now = node.phase();
        if (now == null
                || now == told.phases.put(node.id(), now)
                || !tell
                || node.name().equals(told.id.name())) {
            return;
        }
        boolean normal = now == NodePhase.RUNNING || now == NodePhase.SUCCEEDED;
        boolean tellable = now == NodePhase.RUNNING || now.fulfilled();
        if (tellable && (!normal || told.normal++ < MOST_NORMAL)) {
            String message =
                    now.text() + " node " + node.name() + (node.message() == null ? "" : ": " + node.message());
            send(told.id, annotations(node), normal, "WorkflowNode" + now.text(), message);
        }
    }

    private static Map<String, String> annotations(NodeStatus node) {
        Map<String, String> all = new HashMap<>();
        all.put(Labels.NODE_NAME, node.name());
        all.put(Labels.NODE_ID, node.id());
        all.put(NODE_TYPE, node.type().text());
        if (node.startedAt() != null) {
            all.put(NODE_START, node.startedAt().getEpochSecond() + "000000000");
        }
        return all;
    }

    private void send(
            WorkflowView.Identity id, Map<String, String> annotations, boolean normal, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
        ObjectNode metadata = event.putObject("metadata");
        metadata.put("name", id.name() + "." + Long.toHexString(number.incrementAndGet()));
        metadata.put("namespace", id.namespace());
        if (!instanceId.isEmpty()) {
            metadata.putObject("labels").put(Labels.INSTANCE_ID, instanceId);
        }
        if (!annotations.isEmpty()) {
            ObjectNode all = metadata.putObject("annotations");
            annotations.forEach(all::put);
        }
        event.putObject("involvedObject")
                .put("apiVersion", ArgoObject.API_VERSION)
                .put("kind", "Workflow")
                .put("namespace", id.namespace())
                .put("name", id.name())
                .put("uid", id.uid());
        event.put("type", normal ? "Normal" : "Warning").put("reason", reason).put("message", message);
        event.put("firstTimestamp", now).put("lastTimestamp", now).put("count", 1);
        event.putObject("source").put("component", "workflow-controller");
        event.put("reportingComponent", "workflow-controller").put("reportingInstance", "");
        queue.add(id.namespace(), event);
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

    @Override
    public void warning(String run, String sentence) {
        System.getLogger("dev.skiff.kubernetes").log(System.Logger.Level.WARNING, () -> run + ": " + sentence);
    }
}
