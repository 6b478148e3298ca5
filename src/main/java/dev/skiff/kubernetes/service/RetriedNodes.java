package dev.skiff.kubernetes.service;

import dev.skiff.engine.Request;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which nodes of a run that has ended are forgotten so that they run again, and which groups go on because something in them does
 * (RETRYWF-02, RETRYWF-03).
 *
 * @param forgotten ids; their pods have to go
 * @param goesOn ids of groups
 */
record RetriedNodes(Set<String> forgotten, Set<String> goesOn) {

    static RetriedNodes of(String workflow, Map<String, NodeStatus> nodes, Request.Retry asked) {
        return new Tree(workflow, nodes).retried(asked);
    }

    private static final class Tree {
        private final String workflow;
        private final Map<String, NodeStatus> nodes;
        private final Map<String, List<NodeStatus>> parents = new HashMap<>();
        private final Set<String> forgotten = new LinkedHashSet<>();

        Tree(String workflow, Map<String, NodeStatus> nodes) {
            this.workflow = workflow;
            this.nodes = nodes;
            for (NodeStatus node : nodes.values()) {
                node.children()
                        .forEach(c -> parents.computeIfAbsent(c, k -> new ArrayList<>())
                                .add(node));
            }
        }

        RetriedNodes retried(Request.Retry asked) {
            for (NodeStatus node : nodes.values()) {
                if (isOfTheEnd(node) || node.phase() == NodePhase.OMITTED || isToRunAgain(node)) {
                    forget(node);
                } else if (asked.restartSuccessful() && asked.nodes().matches(node)) {
                    forget(node);
                    inside(node).forEach(this::forget);
                }
            }
            NodeStatus root = nodes.get(workflow);
            if (root != null && isGroup(root)) {
                forgotten.remove(workflow);
            }
            Set<String> goesOn = groupsThatGoOn();
            if (!asked.parameters().isEmpty()) {
                forgetLoops(goesOn);
                goesOn.addAll(groupsThatGoOn());
            }
            forgetHooksOf(goesOn);
            goesOn.removeAll(forgotten);
            return new RetriedNodes(forgotten, goesOn);
        }

        private void forget(NodeStatus node) {
            forgotten.addAll(below(node, n -> true));
        }

        /** The exit handler of the workflow and its hooks. */
        private boolean isOfTheEnd(NodeStatus node) {
            return node.name().startsWith(workflow + ".onExit") || node.name().startsWith(workflow + ".hooks.");
        }

        private boolean isToRunAgain(NodeStatus node) {
            NodePhase phase = node.phase();
            if (isGroup(node) || node.id().equals(workflow) && !isLeaf(node)) {
                return false;
            }
            if (phase == null || !phase.fulfilled()) {
                return true;
            }
            return phase.failedOrError()
                    && !isAttemptOfSuccess(node)
                    && below(node, n -> !isHook(n)).stream()
                            .map(nodes::get)
                            .noneMatch(n -> isLeaf(n) && !isHook(n) && n.phase() == NodePhase.SUCCEEDED);
        }

        /** A failed attempt of something that succeeded later is part of its story. */
        private boolean isAttemptOfSuccess(NodeStatus node) {
            return parents.getOrDefault(node.id(), List.of()).stream()
                    .anyMatch(p -> p.type() == NodeType.RETRY && contains(p, node) && p.phase() == NodePhase.SUCCEEDED);
        }

        private static boolean isHook(NodeStatus node) {
            return node.nodeFlag() != null
                    && Boolean.TRUE.equals(node.nodeFlag().hooked());
        }

        private static boolean isLeaf(NodeStatus node) {
            return switch (node.type()) {
                case POD, HTTP, SUSPEND, PLUGIN -> true;
                case CONTAINER, STEPS, STEP_GROUP, DAG, TASK_GROUP, RETRY, SKIPPED -> false;
            };
        }

        private static boolean isGroup(NodeStatus node) {
            return switch (node.type()) {
                case STEPS, STEP_GROUP, DAG, TASK_GROUP, RETRY -> true;
                case POD, CONTAINER, HTTP, SUSPEND, PLUGIN, SKIPPED -> false;
            };
        }

        /** The node and all that followed it. @param way which children are followed */
        private Set<String> below(NodeStatus first, Predicate<NodeStatus> way) {
            Set<String> found = new HashSet<>(Set.of(first.id()));
            Deque<NodeStatus> open = new ArrayDeque<>(List.of(first));
            while (!open.isEmpty()) {
                for (String child : open.removeLast().children()) {
                    NodeStatus node = nodes.get(child);
                    if (node != null && way.test(node) && found.add(child)) {
                        open.add(node);
                    }
                }
            }
            return found;
        }

        /** What belongs to a group, at any depth. */
        private List<NodeStatus> inside(NodeStatus group) {
            return isGroup(group)
                    ? nodes.values().stream().filter(n -> contains(group, n)).toList()
                    : List.of();
        }

        /** Names say what lies in what. */
        private static boolean contains(NodeStatus group, NodeStatus node) {
            String outer = group.name();
            String inner = node.name();
            return inner.length() > outer.length()
                    && inner.startsWith(outer)
                    && "([.".indexOf(inner.charAt(outer.length())) >= 0;
        }

        private Set<String> groupsThatGoOn() {
            Set<String> found = new LinkedHashSet<>();
            Deque<NodeStatus> open = new ArrayDeque<>();
            for (NodeStatus node : nodes.values()) {
                NodePhase phase = node.phase();
                boolean again = forgotten.contains(node.id());
                boolean unfinished = phase == null || !phase.fulfilled() || phase.failedOrError();
                if (again) {
                    open.add(node);
                } else if (isGroup(node) && unfinished) {
                    open.add(node);
                    found.add(node.id());
                }
            }
            while (!open.isEmpty()) {
                for (NodeStatus group : around(open.removeLast())) {
                    if (!forgotten.contains(group.id()) && found.add(group.id())) {
                        open.add(group);
                    }
                }
            }
            return found;
        }

        private Collection<NodeStatus> around(NodeStatus node) {
            List<NodeStatus> groups = new ArrayList<>();
            NodeStatus boundary = node.boundaryID() == null ? null : nodes.get(node.boundaryID());
            if (boundary != null && isGroup(boundary)) {
                groups.add(boundary);
            }
            // a hook runs again although that of which it is one has ended
            parents.getOrDefault(isHook(node) ? "" : node.id(), List.of()).stream()
                    .filter(p -> isGroup(p) && contains(p, node))
                    .forEach(groups::add);
            return groups;
        }

        /** With other parameters, what is looped over may be another. */
        private void forgetLoops(Set<String> goesOn) {
            for (String id : goesOn) {
                NodeStatus group = nodes.get(id);
                if (group != null && (group.type() == NodeType.TASK_GROUP || group.type() == NodeType.STEP_GROUP)) {
                    group.children().stream().map(nodes::get).forEach(child -> {
                        if (child != null) {
                            forget(child);
                        }
                    });
                }
            }
        }

        /** What has run at the end of a group runs at its next end, too. */
        private void forgetHooksOf(Set<String> groups) {
            for (NodeStatus node : nodes.values()) {
                if (isHook(node)
                        && parents.getOrDefault(node.id(), List.of()).stream().anyMatch(p -> groups.contains(p.id()))) {
                    forget(node);
                    inside(node).forEach(this::forget);
                }
            }
        }
    }
}
