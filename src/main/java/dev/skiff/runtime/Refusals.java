package dev.skiff.runtime;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What cannot be asked of a run as it is now, in Argo's words where it has some. */
public final class Refusals {
    private static final List<String> ENDS = List.of("Succeeded", "Failed", "Error", "Skipped");

    private Refusals() {}

    /** Why not; empty when it can be asked. */
    public static String of(Workflow workflow, WorkflowStatus status, Request request) {
        WorkflowPhase phase = status.phase();
        boolean completed = phase != null && phase.completed();
        return switch (request) {
            case Request.Stop s -> completed ? cannotShutDown(workflow) : "";
            case Request.Terminate t -> completed ? cannotShutDown(workflow) : "";
            // SUSP-08
            case Request.Suspend s -> completed ? "cannot suspend completed workflows" : "";
            case Request.Unsuspend u -> completed ? ended(workflow) : "";
            case Request.Resume r -> completed ? ended(workflow) : resume(workflow, status, r.nodes());
            case Request.StopNodes s -> completed ? cannotShutDown(workflow) : choice(status, s.nodes());
            case Request.SetNodes s -> completed ? ended(workflow) : set(status, s);
            case Request.Retry r -> retry(phase, r);
        };
    }

    /** STOP-07. */
    private static String cannotShutDown(Workflow workflow) {
        return "cannot shutdown a completed workflow: workflow: \"%s\", namespace: \"%s\""
                .formatted(workflow.metadata().getName(), workflow.metadata().getNamespace());
    }

    private static String ended(Workflow workflow) {
        return "run " + workflow.metadata().getName() + " has ended: nothing in it waits";
    }

    /** RETRYWF-01. */
    private static String retry(@Nullable WorkflowPhase phase, Request.Retry retry) {
        if (phase == WorkflowPhase.SUCCEEDED) {
            return retry.restartSuccessful() && !retry.nodes().isAll()
                    ? ""
                    : "To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector"
                            + " (--restart-successful, --node-field-selector)";
        }
        boolean failed = phase == WorkflowPhase.FAILED || phase == WorkflowPhase.ERROR;
        return failed ? "" : "Cannot retry a workflow in phase " + (phase == null ? "Pending" : phase.text());
    }

    /** Whether the node waits for {@code duration}, or for someone who says that it may go on. */
    public static boolean isSuspended(NodeStatus node) {
        return node.type() == NodeType.SUSPEND && node.phase() == NodePhase.RUNNING;
    }

    private static List<NodeStatus> chosen(WorkflowStatus status, NodeSelector nodes) {
        return status.nodes().values().stream()
                .filter(Refusals::isSuspended)
                .filter(nodes::matches)
                .toList();
    }

    private static String choice(WorkflowStatus status, NodeSelector nodes) {
        if (!chosen(status, nodes).isEmpty()) {
            return "";
        }
        List<String> waiting = chosen(status, NodeSelector.ALL).stream()
                .map(NodeStatus::displayName)
                .toList();
        return "currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: " + nodes
                + (waiting.isEmpty() ? " (none waits)" : " (these wait: " + String.join(", ", waiting) + ")");
    }

    /** Argo resumes no node that still lacks a value. */
    private static String resume(Workflow workflow, WorkflowStatus status, NodeSelector nodes) {
        String refusal = nodes.isAll() ? "" : choice(status, nodes);
        for (NodeStatus node : refusal.isEmpty() ? chosen(status, nodes) : List.<NodeStatus>of()) {
            for (Parameter output : outputs(node)) {
                if (refusal.isEmpty() && isExpected(output) && usual(node, output) == null) {
                    refusal = "raw output parameter '" + output.name()
                            + "' has not been set and does not have a default value: skiff node set "
                            + workflow.metadata().getName() + " --node-field-selector displayName=" + node.displayName()
                            + " -p " + output.name()
                            + "=VALUE";
                }
            }
        }
        return refusal;
    }

    /** What an output is given that nobody sets: its default, or that of the input of the same name (SUSP-02, SUSP-03); null for none. */
    public static @Nullable String usual(NodeStatus node, Parameter output) {
        if (output.valueFrom() != null && output.valueFrom().defaultValue() != null) {
            return output.valueFrom().defaultValue();
        }
        return node.inputs() == null
                ? null
                : node.inputs().parameters().stream()
                        .filter(p -> p.name().equals(output.name()))
                        .map(Parameter::defaultValue)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static List<Parameter> outputs(NodeStatus node) {
        return node.outputs() == null ? List.of() : node.outputs().parameters();
    }

    /** SUSP-07. */
    private static String set(WorkflowStatus status, Request.SetNodes set) {
        if (!set.phase().isEmpty() && !ENDS.contains(set.phase())) {
            return "'" + set.phase() + "' is no phase that a node can be given: " + String.join(", ", ENDS);
        }
        String refusal = choice(status, set.nodes());
        for (NodeStatus node : refusal.isEmpty() ? chosen(status, set.nodes()) : List.<NodeStatus>of()) {
            for (String name : set.outputs().keySet()) {
                refusal = refusal.isEmpty() ? output(node, name) : refusal;
            }
        }
        return refusal;
    }

    private static String output(NodeStatus node, String name) {
        for (Parameter output : outputs(node)) {
            if (output.name().equals(name)) {
                return isExpected(output)
                        ? ""
                        : "cannot set output parameter '" + name
                                + "' because it does not use valueFrom.raw or it was already set";
            }
        }
        return "node is not expecting output parameter '" + name + "'";
    }

    /** Whether a person may give the value of this output. */
    public static boolean isExpected(Parameter output) {
        return output.valueFrom() != null && output.valueFrom().supplied() != null;
    }
}
