package dev.skiff.rehearsal.suite;

import dev.skiff.model.DidYouMean;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.rehearsal.NodePath;
import dev.skiff.rehearsal.Played;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a played run as expectations name them. */
final class Scene {
    private static final String TEMPLATE = "template:";
    private static final int NAMES_SHOWN = 12;

    final Played played;
    private final Map<String, NodeStatus> byPath = new LinkedHashMap<>();

    Scene(Played played) {
        this.played = played;
        String run = played.run().workflow().metadata().getName();
        for (NodeStatus node : played.run().nodes()) {
            if (node.type() != NodeType.STEP_GROUP) {
                byPath.put(NodePath.of(run, node.name()), node);
            }
        }
    }

    /** By path; there may be none. */
    Map<String, NodeStatus> nodes(String glob) {
        NodeStatus one = byPath.get(glob);
        if (one != null) {
            return Map.of(glob, one);
        }
        Map<String, NodeStatus> found = new LinkedHashMap<>();
        byPath.forEach((path, node) -> {
            if (NodePath.matches(glob, path)) {
                found.put(path, node);
            }
        });
        return found;
    }

    /** The nodes that did something themselves: attempts, not what they are attempts of; no loops, nothing skipped. */
    List<NodeStatus> ran(String selector) {
        List<NodeStatus> found = new ArrayList<>();
        boolean byTemplate = selector.startsWith(TEMPLATE);
        String template = byTemplate ? selector.substring(TEMPLATE.length()) : "";
        byPath.forEach((path, node) -> {
            boolean fits = byTemplate
                    ? template.equals(node.templateName())
                    : NodePath.matches(selector, path) || NodePath.matches(selector, NodePath.withoutAttempt(path));
            if (fits && isOwnDoing(node)) {
                found.add(node);
            }
        });
        return found;
    }

    private static boolean isOwnDoing(NodeStatus node) {
        return switch (node.type()) {
            case POD, STEPS, DAG, SUSPEND, HTTP, PLUGIN, CONTAINER -> true;
            case RETRY, STEP_GROUP, TASK_GROUP, SKIPPED -> false;
        };
    }

    /** What to say of a name that fits nothing. */
    String unknown(String selector) {
        if (selector.startsWith(TEMPLATE)) {
            String name = selector.substring(TEMPLATE.length());
            List<String> templates = byPath.values().stream()
                    .map(n -> n.templateName() == null ? "" : n.templateName())
                    .filter(n -> !n.isEmpty())
                    .distinct()
                    .toList();
            return "no step of template '" + name + "' ran" + DidYouMean.hintAfter("; ", name, templates);
        }
        NodeStatus there = byPath.get(selector);
        if (there != null) {
            return "'" + selector + "' did not run: it is " + there.phase();
        }
        String hint = DidYouMean.hint(selector, byPath.keySet());
        List<String> names = byPath.keySet().stream().limit(NAMES_SHOWN).toList();
        return "there is no node '" + selector + "'; "
                + (hint != null
                        ? hint
                        : "there are " + String.join(", ", names)
                                + (byPath.size() > NAMES_SHOWN ? ", … (" + byPath.size() + " in all)" : ""));
    }

    String path(NodeStatus node) {
        return NodePath.of(played.run().workflow().metadata().getName(), node.name());
    }

    Instant end(NodeStatus node) {
        return node.finishedAt() == null ? Instant.MAX : node.finishedAt();
    }
}
