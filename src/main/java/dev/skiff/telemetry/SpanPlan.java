package dev.skiff.telemetry;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Sha256;
import dev.skiff.telemetry.Span.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a workflow that has ended: a span for the workflow, and one for each node that began, below the node that it is a step, a task
 * or an attempt of. Pure: the same workflow gives the same ids, so that a trace that is sent twice is still one. The id of the trace is the
 * workflow's uid without its dashes.
 */
final class SpanPlan {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private final Workflow workflow;
    private final WorkflowStatus status;
    private final Instant end;
    private final String traceId;
    private final String rootId;
    /** Of a step of a group, a task of a loop and an attempt of a retry: the node that is one of them all together. */
    private final Map<String, String> groups = new HashMap<>();

    private SpanPlan(Workflow workflow, WorkflowStatus status, Instant end) {
        this.workflow = workflow;
        this.status = status;
        this.end = end;
        String uid = String.valueOf(workflow.metadata().getUid());
        String digits = uid.replace("-", "");
        this.traceId = digits.matches("[0-9a-f]{32}") && !digits.matches("0+")
                ? digits
                : Sha256.hex(uid).substring(0, TRACE_DIGITS);
        // a retried workflow ends once more: its second root is another span of the same trace
        this.rootId = Sha256.hex(uid + "/" + end).substring(0, SPAN_DIGITS);
        for (NodeStatus node : status.nodes().values()) {
            if (node.type() == NodeType.STEP_GROUP
                    || node.type() == NodeType.TASK_GROUP
                    || node.type() == NodeType.RETRY) {
                node.children().forEach(child -> groups.putIfAbsent(child, node.id()));
            }
        }
    }

    /** Lazily, the root first: a workflow may have a hundred thousand nodes. Empty for a workflow that has not ended. */
    static Stream<Span> of(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        Instant end = status == null ? null : status.finishedAt();
        if (status == null || end == null) {
            return Stream.empty();
        }
        SpanPlan plan = new SpanPlan(workflow, status, end);
        return Stream.concat(
                Stream.of(plan.root()),
                status.nodes().values().stream().map(plan::span).filter(Objects::nonNull));
    }

    private Span root() {
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "k8s.namespace.name", workflow.metadata().getNamespace());
        put(attributes, "workflow.name", workflow.metadata().getName());
        put(attributes, "workflow.uid", workflow.metadata().getUid());
        WorkflowPhase phase = status.phase();
        put(attributes, "workflow.phase", phase == null ? null : phase.toString());
        Instant start = Objects.requireNonNullElse(status.startedAt(), end);
        Outcome outcome =
                switch (phase) {
                    case SUCCEEDED -> Outcome.OK;
                    case FAILED, ERROR -> Outcome.ERROR;
                    case PENDING, RUNNING -> Outcome.UNSET;
                    case null -> Outcome.UNSET;
                };
        return new Span(
                traceId,
                rootId,
                "",
                "workflow " + nameOf(workflow),
                start,
                later(start, end),
                outcome,
                message(outcome, status.message()),
                attributes);
    }

    /** What many workflows have in common, where they have a template or a schedule in common: names that differ each time make no series. */
    private static String nameOf(Workflow workflow) {
        var reference = workflow.spec().workflowTemplateRef();
        String template = reference == null ? null : reference.name();
        if (template != null) {
            return template;
        }
        String prefix = workflow.metadata().getGenerateName();
        String name = String.valueOf(workflow.metadata().getName());
        return prefix != null && name.startsWith(prefix) ? prefix.replaceAll("-+$", "") : name;
    }

    private @Nullable Span span(NodeStatus node) {
        Instant start = node.startedAt();
        NodePhase phase = node.phase();
        if (start == null || phase == null || phase == NodePhase.OMITTED) {
            return null;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "workflow.node.id", node.id());
        put(attributes, "workflow.node.name", node.name());
        put(attributes, "workflow.node.type", node.type().text());
        put(attributes, "workflow.node.phase", phase.toString());
        put(attributes, "workflow.template.name", templateOf(node));
        put(attributes, "k8s.node.name", node.hostNodeName());
        put(
                attributes,
                "process.exit.code",
                node.outputs() == null ? null : node.outputs().exitCode());
        Outcome outcome =
                switch (phase) {
                    case SUCCEEDED -> Outcome.OK;
                    case FAILED, ERROR -> Outcome.ERROR;
                    case PENDING, RUNNING, SKIPPED, OMITTED -> Outcome.UNSET;
                };
        return new Span(
                traceId,
                idOf(node.id()),
                parentOf(node),
                Objects.requireNonNullElse(node.displayName(), node.name()),
                start,
                later(start, Objects.requireNonNullElse(node.finishedAt(), end)),
                outcome,
                message(outcome, node.message()),
                attributes);
    }

    private static @Nullable String templateOf(NodeStatus node) {
        var reference = node.templateRef();
        return reference == null || reference.name() == null
                ? node.templateName()
                : reference.name() + "/" + reference.template();
    }

    private String parentOf(NodeStatus node) {
        String boundary = node.boundaryID();
        String group = node.type() == NodeType.STEP_GROUP ? null : groups.get(node.id());
        String above = group == null ? boundary : group;
        return above == null || !status.nodes().containsKey(above) ? rootId : idOf(above);
    }

    private String idOf(String nodeId) {
        return Sha256.hex(traceId + "/" + nodeId).substring(0, SPAN_DIGITS);
    }

    private static String message(Outcome outcome, @Nullable String message) {
        return outcome == Outcome.ERROR && message != null ? message : "";
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(name, value);
        }
    }
}
