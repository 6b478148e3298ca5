package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Steps whose results are kept when a run is tried again (RETRYWF-01 to RETRYWF-04) or repeated with its memory (RETRYWF-06). The
 * workflow is decided anew from its beginning; a step whose result is kept ends the moment it begins, so the tree comes out as it was up
 * to where it failed.
 */
final class Kept {
    private Kept() {}

    /** Ends a node that has just begun, when its result is kept. @return whether it was */
    static boolean completes(Machine machine, Node node) {
        NodeStatus kept = machine.run.kept.get(node.name);
        NodePhase phase = kept == null ? null : kept.phase();
        if (kept == null || phase == null) {
            return false;
        }
        end(machine, node, kept, phase);
        return true;
    }

    private static void end(Machine machine, Node node, NodeStatus kept, NodePhase phase) {
        node.outputs = NodeOutputs.of(kept.outputs());
        Usage.add(machine.run, node, kept.resourcesDuration());
        machine.move(node, phase, kept.message() == null ? "" : kept.message());
        node.finishedAt = kept.finishedAt() == null ? machine.at : kept.finishedAt();
        Members.end(machine, node);
        if (node.template != null) {
            Outcomes.export(machine, node);
        }
    }

    /** Ends a node whose task has ended in an earlier life of this run. */
    static void ends(Machine machine, Node node, NodeStatus recorded, Map<String, TaskState.Member> members) {
        NodePhase phase = recorded.phase();
        if (phase == null || !phase.fulfilled() || node.ended()) {
            return;
        }
        boolean told = node.daemoned;
        node.host = recorded.hostNodeName() == null ? node.host : recorded.hostNodeName();
        Outcomes.inactive(machine, node);
        Members.observed(machine, node, members);
        end(machine, node, recorded, phase);
        if (told) {
            machine.unannounce(node);
        }
    }

    /** Whether the next attempt's end is known already: then nothing is waited for. */
    static boolean has(Run run, String name) {
        return run.kept.containsKey(name);
    }

    /** RETRYWF-02: everything that ended well, unless it was chosen to run again or follows what runs again. */
    static Map<String, NodeStatus> ofRetry(Run run, Request.Retry asked) {
        Map<String, NodeStatus> nodes = new HashMap<>();
        run.inOrder.forEach(n -> nodes.put(n.id, Snapshots.node(run, n)));
        Set<String> again = new HashSet<>();
        for (NodeStatus n : nodes.values()) {
            boolean chosen =
                    asked.restartSuccessful() && isLeaf(n) && asked.nodes().matches(n);
            boolean failed = isLeaf(n)
                    && n.phase() != null
                    && n.phase().failedOrError()
                    && !isAttemptOfSuccess(run, n)
                    && !hasSucceededBelow(n, nodes);
            if (chosen || failed) {
                addAll(n, nodes, again, c -> true);
            }
        }
        Map<String, NodeStatus> kept = new HashMap<>();
        for (Node n : run.inOrder) {
            NodeStatus status = nodes.get(n.id);
            if (status != null
                    && isLeaf(status)
                    && n.ended()
                    && !again.contains(n.id)
                    && !n.partOfExitHandler()
                    && !n.hooked) {
                kept.put(n.name, status);
            }
        }
        return kept;
    }

    private static boolean isLeaf(NodeStatus n) {
        return n.type() == NodeType.POD || n.type() == NodeType.HTTP || n.type() == NodeType.SUSPEND;
    }

    /** A failed attempt of something that succeeded later is part of its story. */
    private static boolean isAttemptOfSuccess(Run run, NodeStatus n) {
        Node node = run.nodes.get(n.id());
        return node != null
                && node.retried
                && node.parent instanceof RetryFrame f
                && f.node().phase == NodePhase.SUCCEEDED;
    }

    private static boolean hasSucceededBelow(NodeStatus n, Map<String, NodeStatus> nodes) {
        Set<String> below = new HashSet<>();
        addAll(n, nodes, below, c -> !isHook(c));
        below.remove(n.id());
        return below.stream().map(nodes::get).anyMatch(b -> b != null && isLeaf(b) && b.phase() == NodePhase.SUCCEEDED);
    }

    private static boolean isHook(NodeStatus n) {
        return n.nodeFlag() != null && n.nodeFlag().hooked() != null;
    }

    /** The node and everything that followed it, on ways without other children; a loop, for chains may be long. */
    private static void addAll(
            NodeStatus first, Map<String, NodeStatus> nodes, Set<String> into, Predicate<NodeStatus> way) {
        List<NodeStatus> open = new ArrayList<>(List.of(first));
        while (!open.isEmpty()) {
            NodeStatus n = open.removeLast();
            if (into.add(n.id())) {
                n.children().stream()
                        .map(nodes::get)
                        .filter(c -> c != null && way.test(c))
                        .forEach(open::add);
            }
        }
    }

    /** RETRYWF-06: pods that succeeded in the other run are skipped here, with their outputs. */
    static Map<String, NodeStatus> ofOriginals(Workflow workflow, List<NodeStatus> originals) {
        Map<String, NodeStatus> kept = new HashMap<>();
        if (originals.isEmpty()) {
            return kept;
        }
        String was = originals.getFirst().name();
        String is = workflow.metadata().getName();
        for (NodeStatus n : originals) {
            boolean ran = n.phase() == NodePhase.SUCCEEDED
                    || (n.phase() == NodePhase.SKIPPED && n.outputs() != null && n.type() == NodeType.POD);
            if (isLeaf(n)
                    && ran
                    && n.name().startsWith(was)
                    && !n.name().startsWith(was + ".onExit")
                    && (n.nodeFlag() == null || n.nodeFlag().hooked() == null)) {
                kept.put(
                        is + n.name().substring(was.length()),
                        n.toBuilder()
                                .phase(NodePhase.SKIPPED)
                                .message("original pod: " + n.id())
                                .startedAt(null)
                                .finishedAt(null)
                                .build());
            }
        }
        return kept;
    }

    /** The workflow with other values for some of its parameters. */
    static Workflow with(Workflow workflow, Map<String, String> values) {
        if (values.isEmpty()) {
            return workflow;
        }
        var spec = workflow.spec();
        List<Parameter> parameters = new ArrayList<>();
        List<Parameter> own =
                spec.arguments() == null ? List.of() : spec.arguments().parameters();
        values.forEach((name, value) ->
                parameters.add(Parameter.builder().name(name).value(value).build()));
        own.stream().filter(p -> !values.containsKey(p.name())).forEach(parameters::add);
        var artifacts = spec.arguments() == null
                ? List.<dev.skiff.model.Artifact>of()
                : spec.arguments().artifacts();
        return workflow.toBuilder()
                .spec(spec.toBuilder()
                        .arguments(new dev.skiff.model.Arguments(artifacts, parameters))
                        .build())
                .build();
    }
}
