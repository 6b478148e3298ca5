package dev.skiff.engine;

import dev.skiff.model.ContainerNode;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import dev.skiff.model.TemplateBody;
import java.util.List;
import java.util.Map;

/** The containers of a containerSet: nodes below the pod's, hanging on one another as they depend (NODE-11). */
final class Members {
    private Members() {}

    static void create(Machine machine, Node pod) {
        CompiledTemplate template = Machine.present(pod.template, "template");
        if (!(template.template.body() instanceof TemplateBody.ContainerSet set)) {
            return;
        }
        List<ContainerNode> containers = set.containerSet().containers();
        for (ContainerNode c : containers) {
            Node member = machine.create(
                    pod.name + "." + c.name(), NodeType.CONTAINER, pod, pod.parent, pod.call, NodePhase.PENDING, "");
            member.template = template;
            pod.extras().addMember(c.name(), member);
        }
        for (ContainerNode c : containers) {
            Node member = Machine.present(pod.extras().members.get(c.name()), c.name());
            if (c.dependencies().isEmpty()) {
                machine.link(pod, member);
            }
            for (String need : c.dependencies()) {
                Node before = pod.extras().members.get(need);
                if (before != null) {
                    machine.link(before, member);
                }
            }
        }
    }

    static void observed(Machine machine, Node pod, Map<String, TaskState.Member> seen) {
        seen.forEach((name, member) -> {
            Node node = pod.extras == null ? null : pod.extras.members.get(name);
            if (node != null && !node.ended() && node.phase != member.phase() && member.phase() != NodePhase.PENDING) {
                machine.settle(node, member.phase(), member.message());
                if (node.ended() && member.finishedAt() != null) {
                    node.finishedAt =
                            member.finishedAt().isBefore(node.startedAt) ? node.startedAt : member.finishedAt();
                }
            }
        });
    }

    /** The pod has ended: what was not seen to end has ended with it. */
    static void end(Machine machine, Node pod) {
        if (pod.extras != null) {
            for (Node member : pod.extras.members.values()) {
                if (!member.ended()) {
                    machine.settle(member, pod.phase, pod.phase == NodePhase.SUCCEEDED ? "" : pod.message);
                }
            }
        }
    }
}
