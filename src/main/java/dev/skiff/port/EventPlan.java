package dev.skiff.port;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of one workflow's changes is told in Kubernetes Events, with Argo's reasons and messages (MET-08). Two deviations keep their number
 * down: a node that is the whole workflow is told of only as the workflow, and of each workflow at most so many nodes that begin or succeed
 * are told of as client-go would let through. It is for one thread at a time.
 */
public final class EventPlan {
    /** As the spam filter of client-go has it for one object. */
    private static final int MOST_NORMAL = 25;

    private static final String NODE_TYPE = "workflows.argoproj.io/node-type";
    private static final String NODE_START = "workflows.argoproj.io/node-start-time";
    private static final String COMPONENT = "workflow-controller";

    /**
     * One event.
     *
     * @param normal or a warning
     * @param node its id; empty for the workflow itself
     * @param at when it happened, if that is known
     */
    public record Telling(
            String reason,
            boolean normal,
            String message,
            String node,
            Map<String, String> annotations,
            @Nullable Instant at) {
        public Telling {
            annotations = Map.copyOf(annotations);
        }
    }

    /** What the events are about. */
    public record Subject(String namespace, String name, String uid) {}

    private final String workflow;
    private final Map<String, @Nullable NodePhase> phases = new HashMap<>();
    private @Nullable WorkflowPhase phase;
    private int normal;
    private boolean timedOut;

    /** @param workflow its name */
    public EventPlan(String workflow) {
        this.workflow = workflow;
    }

    /** How it is, which has been told. */
    public void know(@Nullable WorkflowPhase now, Collection<NodeStatus> nodes) {
        nodes.forEach(node -> phases.put(node.id(), node.phase()));
        phase = now == null ? phase : now;
    }

    /** That it runs, also of one that has ended already; nothing once that was told. */
    public List<Telling> begun(Instant at) {
        return phase == null || phase == WorkflowPhase.PENDING ? workflow(WorkflowPhase.RUNNING, "", at) : List.of();
    }

    /** What is to be told of the workflow: after its nodes when it ends. */
    public List<Telling> workflow(@Nullable WorkflowPhase now, String message, @Nullable Instant at) {
        if (now == null || now == phase) {
            return List.of();
        }
        phase = now;
        return switch (now) {
            case RUNNING -> List.of(telling("WorkflowRunning", true, "Workflow Running", at));
            case SUCCEEDED -> List.of(telling("WorkflowSucceeded", true, "Workflow completed", at));
            case FAILED, ERROR -> List.of(telling("WorkflowFailed", false, message, at));
            case PENDING -> List.of();
        };
    }

    private static Telling telling(String reason, boolean normal, String message, @Nullable Instant at) {
        return new Telling(reason, normal, message, "", Map.of(), at);
    }

    /** What is to be told of nodes that have changed. */
    public List<Telling> nodes(Collection<NodeStatus> nodes) {
        List<Telling> told = new ArrayList<>();
        for (NodeStatus node : nodes) {
            NodePhase now = node.phase();
            if (now == null) {
                continue;
            }
            NodePhase before = phases.put(node.id(), now);
            if (now == before) {
                continue;
            }
            if (!timedOut && StopReason.STEP_DEADLINE_MESSAGE.equals(node.message())) {
                timedOut = true;
                told.add(telling("WorkflowTimedOut", false, "Workflow timed out", node.finishedAt()));
            }
            if (!node.name().equals(workflow)) {
                node(node, before, now, told);
            }
        }
        return told;
    }

    private void node(NodeStatus node, @Nullable NodePhase before, NodePhase now, List<Telling> told) {
        if (now.completed() && (before == null || before == NodePhase.PENDING) && node.startedAt() != null) {
            // nobody has seen it run: Argo says so all the same
            add(node, NodePhase.RUNNING, "", node.startedAt(), told);
        }
        String message = node.message() == null ? "" : ": " + node.message();
        if (now == NodePhase.RUNNING) {
            add(node, now, message, node.startedAt(), told);
        } else if (now.fulfilled()) {
            add(node, now, message, node.finishedAt(), told);
        }
    }

    private void add(NodeStatus node, NodePhase now, String message, @Nullable Instant at, List<Telling> told) {
        boolean usual = now == NodePhase.RUNNING || now == NodePhase.SUCCEEDED;
        if (!usual || normal++ < MOST_NORMAL) {
            String text = now.text() + " node " + node.name() + message;
            told.add(new Telling("WorkflowNode" + now.text(), usual, text, node.id(), annotations(node), at));
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

    /**
     * As an {@code Event} of {@code v1}.
     *
     * @param name of the event itself
     * @param at when it happened
     */
    public static ObjectNode event(Subject subject, String name, Telling telling, Instant at) {
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
        ObjectNode metadata = event.putObject("metadata");
        metadata.put("name", name).put("namespace", subject.namespace());
        if (!telling.annotations().isEmpty()) {
            ObjectNode all = metadata.putObject("annotations");
            telling.annotations().forEach(all::put);
        }
        event.putObject("involvedObject")
                .put("apiVersion", ArgoObject.API_VERSION)
                .put("kind", "Workflow")
                .put("namespace", subject.namespace())
                .put("name", subject.name())
                .put("uid", subject.uid());
        event.put("type", telling.normal() ? "Normal" : "Warning")
                .put("reason", telling.reason())
                .put("message", telling.message());
        event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT).put("reportingInstance", "");
        return event;
    }
}
