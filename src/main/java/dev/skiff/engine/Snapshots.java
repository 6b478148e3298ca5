package dev.skiff.engine;

import dev.skiff.model.Condition;
import dev.skiff.model.Inputs;
import dev.skiff.model.NodeFlag;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeSynchronizationStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.WorkflowStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Argo's shapes of what the engine knows (features.md section 10.4). */
final class Snapshots {
    private Snapshots() {}

    static NodeStatus node(Run run, Node n) {
        boolean counts = Machine.hasProgress(n.type);
        return NodeStatus.builder()
                .id(n.id)
                .name(n.name)
                .displayName(n.displayName())
                .type(n.type)
                .phase(n.phase)
                .message(n.message.isEmpty() ? null : n.message)
                .templateName(n.type == NodeType.STEP_GROUP || n.call == null ? null : templateName(n))
                .templateRef(
                        n.type == NodeType.STEP_GROUP || n.call == null
                                ? null
                                : n.call.callee().templateRef())
                .templateScope(scope(run, n))
                .boundaryID(n.boundary == null ? null : n.boundary.id)
                .children(ids(n.children))
                .outboundNodes(ids(n.outbound))
                .startedAt(n.startedAt)
                .finishedAt(n.finishedAt)
                .hostNodeName(n.host.isEmpty() ? null : n.host)
                .resourcesDuration(n.ended() ? n.used : Map.of())
                .daemoned(n.daemoned ? true : null)
                .podIP(Daemons.is(n) && !n.ip.isEmpty() ? n.ip : null)
                .memoizationStatus(Gate.status(n.extras))
                .synchronizationStatus(waiting(n))
                .nodeFlag(flag(n))
                .inputs(inputs(n))
                .outputs(n.outputs.status())
                .progress(counts ? (n.phase == dev.skiff.model.NodePhase.SUCCEEDED ? "1/1" : "0/1") : null)
                .build();
    }

    /** Null for a template that is inline or of another resource. */
    static @Nullable String templateName(Node n) {
        if (n.call == null) {
            return n.template == null ? "" : n.template.name;
        }
        // a name with tags is known once the template is
        Callee callee = n.call.callee();
        return callee instanceof Callee.Named && n.template != null ? n.template.name : callee.templateName();
    }

    /** NODE-20: the resource that the call stands in. */
    private static String scope(Run run, Node n) {
        Node boundary = n.type == NodeType.CONTAINER ? Machine.present(n.boundary, "pod").boundary : n.boundary;
        return boundary == null || boundary.template == null ? "local/" + run.name() : boundary.template.home.scope;
    }

    private static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(child -> child.id).toList();
    }

    private static @Nullable NodeFlag flag(Node n) {
        return n.hooked || n.retried ? new NodeFlag(n.hooked ? true : null, n.retried ? true : null) : null;
    }

    private static @Nullable Inputs inputs(Node n) {
        Bound bound = n.inputs;
        return bound == null || bound.isEmpty() ? null : new Inputs(bound.artifacts(), bound.parameters());
    }

    /** LOCK-04. */
    private static @Nullable NodeSynchronizationStatus waiting(Node n) {
        return n.extras == null || n.extras.waitingFor.isEmpty()
                ? null
                : new NodeSynchronizationStatus(n.extras.waitingFor);
    }

    static WorkflowStatus status(Run run) {
        Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        run.inOrder.forEach(n -> nodes.put(n.id, node(run, n)));
        return summary(run, nodes);
    }

    static WorkflowStatus summary(Run run, Map<String, NodeStatus> nodes) {
        return WorkflowStatus.builder()
                .phase(run.phase)
                .message(run.message.isEmpty() ? null : run.message)
                .startedAt(run.startedAt)
                .finishedAt(run.finishedAt)
                .progress(run.progress())
                .resourcesDuration(run.used)
                .nodes(nodes)
                .outputs(
                        run.outputs.isEmpty()
                                ? null
                                : Outputs.builder()
                                        .artifacts(run.outputs.artifacts())
                                        .parameters(run.outputs.parameters())
                                        .build())
                .conditions(conditions(run))
                .storedTemplates(run.program == null ? Map.of() : run.program.stored())
                .storedWorkflowTemplateSpec(run.workflow().spec().workflowTemplateRef() == null ? null : run.spec)
                .synchronization(LockStatus.of(run))
                .build();
    }

    private static List<Condition> conditions(Run run) {
        return List.of(condition("PodRunning", !run.activePods.isEmpty()), condition("Completed", run.finished()));
    }

    private static Condition condition(String type, boolean holds) {
        return new Condition(null, holds ? "True" : "False", type);
    }
}
