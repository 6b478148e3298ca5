package dev.skiff.runtime;

import dev.skiff.model.Labels;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long the last workflow of each template or schedule has taken that this process has seen succeed, which is the estimate for the next
 * one (MET-05). Of one namespace. Thread-safe.
 */
public final class Estimates {
    private static final int MOST_ORIGINS = 100;
    /** Of a workflow with more nodes, the whole alone is known. */
    private static final int MOST_NODES = 1000;

    private final Map<String, Estimate> known = new LinkedHashMap<>();

    /**
     * @param seconds of the whole workflow
     * @param nodes of each node, by its name without the workflow's
     */
    private record Estimate(int seconds, Map<String, Integer> nodes) {}

    /** What is expected of one workflow. */
    static final class Expected {
        private final String workflow;
        private final @Nullable Estimate estimate;

        private Expected(String workflow, @Nullable Estimate estimate) {
            this.workflow = workflow;
            this.estimate = estimate;
        }

        NodeStatus in(NodeStatus node) {
            Integer seconds = estimate == null ? null : estimate.nodes().get(suffix(workflow, node.name()));
            return seconds == null
                    ? node
                    : node.toBuilder().estimatedDuration(seconds).build();
        }

        WorkflowStatus in(WorkflowStatus status) {
            if (estimate == null) {
                return status;
            }
            Map<String, NodeStatus> nodes = new LinkedHashMap<>();
            status.nodes().forEach((id, node) -> nodes.put(id, in(node)));
            return status.toBuilder()
                    .nodes(nodes)
                    .estimatedDuration(estimate.seconds())
                    .build();
        }
    }

    synchronized Expected of(Workflow workflow) {
        return new Expected(workflow.metadata().getName(), known.get(origin(workflow)));
    }

    /** A workflow has ended. */
    synchronized void ended(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        String origin = origin(workflow);
        if (origin.isEmpty() || status == null || status.phase() != WorkflowPhase.SUCCEEDED) {
            return;
        }
        Map<String, Integer> nodes = new HashMap<>();
        if (status.nodes().size() <= MOST_NODES) {
            status.nodes()
                    .values()
                    .forEach(node -> nodes.put(
                            suffix(workflow.metadata().getName(), node.name()),
                            seconds(node.startedAt(), node.finishedAt())));
        }
        known.remove(origin);
        known.put(origin, new Estimate(seconds(status.startedAt(), status.finishedAt()), nodes));
        if (known.size() > MOST_ORIGINS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** The template or the schedule that it comes from; empty for none. */
    private static String origin(Workflow workflow) {
        Map<String, String> labels =
                Objects.requireNonNullElse(workflow.metadata().getLabels(), Map.of());
        for (String label :
                new String[] {Labels.WORKFLOW_TEMPLATE, Labels.CLUSTER_WORKFLOW_TEMPLATE, Labels.CRON_WORKFLOW}) {
            String value = labels.get(label);
            if (value != null) {
                return label + "=" + value;
            }
        }
        var ref = workflow.spec().workflowTemplateRef();
        if (ref == null) {
            return "";
        }
        return (Boolean.TRUE.equals(ref.clusterScope()) ? Labels.CLUSTER_WORKFLOW_TEMPLATE : Labels.WORKFLOW_TEMPLATE)
                + "=" + ref.name();
    }

    private static String suffix(String workflow, String node) {
        return node.startsWith(workflow) ? node.substring(workflow.length()) : node;
    }

    private static int seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? 0
                : (int) Math.max(0, Duration.between(from, to).toSeconds());
    }
}
