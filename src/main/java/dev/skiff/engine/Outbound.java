package dev.skiff.engine;

import java.util.ArrayList;
import java.util.List;

/** The nodes that are the end of a node, to which what follows is attached (NODE-14, NODE-16). */
final class Outbound {
    private Outbound() {}

    static List<Node> of(Node node) {
        List<Node> ends = new ArrayList<>();
        collect(node, ends);
        return ends;
    }

    /** Of a containerSet those containers on which no other depends. */
    private static void pod(Node pod, List<Node> into) {
        if (pod.extras == null || pod.extras.members.isEmpty()) {
            into.add(pod);
            return;
        }
        for (Node member : pod.extras.members.values()) {
            if (member.children.stream().noneMatch(c -> c.boundary == pod)) {
                into.add(member);
            }
        }
    }

    static void collect(Node node, List<Node> into) {
        switch (node.type) {
            case STEPS, DAG -> {
                if (node.outbound.isEmpty()) {
                    into.add(node); // failFast or an empty group: what follows must hang somewhere
                } else {
                    into.addAll(node.outbound);
                }
            }
            case TASK_GROUP -> {
                if (node.children.isEmpty()) {
                    into.add(node);
                }
                for (Node child : node.children) {
                    if (!child.hooked) {
                        collect(child, into);
                    }
                }
            }
            case RETRY -> into.add(node.lastAttempt());
            case POD -> pod(node, into);
            case CONTAINER, STEP_GROUP, SKIPPED, SUSPEND, HTTP, PLUGIN -> into.add(node);
        }
    }
}
