package dev.skiff.engine;

import dev.skiff.model.Names;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one node: its own name, its pod's, its step's or task's (SUBST-24, SUBST-25), and those of its attempt. */
record LocalVariables(
        Run run, String nodeName, CompiledTemplate template, Invocation call, Map<String, Object> attempt) {

    @Nullable
    Object get(String name) {
        return switch (name) {
            case "node.name" -> nodeName;
            case "pod.name" -> podName();
            case "steps.name", "tasks.name" -> stepName(name);
            default -> attempt.get(name);
        };
    }

    String podNameOfNode() {
        return Names.podName(run.name(), call.callee().podNamePart(), nodeName, run.podNames());
    }

    /** Only templates that start a pod have one; of a retried template only the attempts. */
    private @Nullable String podName() {
        boolean pod = template.body instanceof CompiledTemplate.Body.Pod p && p.type() == dev.skiff.model.NodeType.POD;
        boolean attemptOrPlain = template.retry == null || !attempt.isEmpty();
        return pod && attemptOrPlain ? podNameOfNode() : null;
    }

    /** The step's or task's name with the loop's suffix. */
    private @Nullable String stepName(String variable) {
        var boundary = call.boundary();
        if (boundary == null || call.call().name().isEmpty()) {
            return null;
        }
        boolean steps = boundary.type == dev.skiff.model.NodeType.STEPS;
        if (steps != variable.startsWith("steps")) {
            return null;
        }
        int at = call.name().indexOf("." + call.call().name(), boundary.name.length());
        return at < 0 ? call.call().name() : call.name().substring(at + 1);
    }

    void collect(Map<String, @Nullable Object> into) {
        for (String name : new String[] {"node.name", "pod.name", "steps.name", "tasks.name"}) {
            Object value = get(name);
            if (value != null) {
                into.put(name, value);
            }
        }
        into.putAll(attempt);
    }
}
