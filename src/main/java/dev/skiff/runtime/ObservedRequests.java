package dev.skiff.runtime;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of a run by changing its object, as the {@code argo} command does: {@code spec.suspend}, {@code spec.shutdown}, and the
 * nodes of suspended steps in its status (SUSP-05 to SUSP-07, STOP-01, STOP-02).
 */
public final class ObservedRequests {
    private ObservedRequests() {}

    /**
     * What is known of the run.
     *
     * @param shutdown {@code Stop}, {@code Terminate} or null
     * @param waiting the suspended steps
     */
    public record Known(boolean suspended, @Nullable String shutdown, List<NodeStatus> waiting) {
        public Known {
            waiting = List.copyOf(waiting);
        }

        static Known of(Run run) {
            return new Known(run.suspended(), run.shutdown(), run.waitingNodes());
        }
    }

    /**
     * What the object asks for that has not been done; empty when it says what is known.
     *
     * @param seen not older than what is known; with its nodes unpacked
     */
    public static List<Request> of(Known known, Workflow seen) {
        List<Request> requests = new ArrayList<>();
        for (NodeStatus node : known.waiting()) {
            NodeStatus now =
                    seen.status() == null ? null : seen.status().nodes().get(node.id());
            Request.SetNodes set = now == null ? null : change(node, now);
            if (set != null) {
                requests.add(set);
            }
        }
        boolean suspend = Boolean.TRUE.equals(seen.spec().suspend());
        String shutdown = Objects.requireNonNullElse(seen.spec().shutdown(), "");
        if ("Terminate".equals(shutdown) && !shutdown.equals(known.shutdown())) {
            requests.add(new Request.Terminate());
        } else if ("Stop".equals(shutdown) && known.shutdown() == null) {
            requests.add(new Request.Stop());
        } else if (suspend && !known.suspended() && known.shutdown() == null) {
            requests.add(new Request.Suspend());
        } else if (!suspend && known.suspended()) {
            requests.add(new Request.Unsuspend());
        }
        return requests;
    }

    /** Null when nobody has changed the node. */
    private static Request.@Nullable SetNodes change(NodeStatus known, NodeStatus now) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Parameter p :
                now.outputs() == null ? List.<Parameter>of() : now.outputs().parameters()) {
            if (p.value() != null && !p.value().equals(value(known, p.name()))) {
                outputs.put(p.name(), p.value());
            }
        }
        NodePhase phase = now.phase();
        boolean ended = phase != null && phase.fulfilled() && phase != NodePhase.OMITTED;
        String message = now.message() == null || now.message().equals(known.message()) ? "" : now.message();
        if (!ended && outputs.isEmpty() && message.isEmpty()) {
            return null;
        }
        return new Request.SetNodes(
                NodeSelector.parse("id=" + known.id()), ended && phase != null ? phase.text() : "", message, outputs);
    }

    private static @Nullable String value(NodeStatus node, String name) {
        return node.outputs() == null
                ? null
                : node.outputs().parameters().stream()
                        .filter(p -> p.name().equals(name))
                        .findFirst()
                        .map(Parameter::value)
                        .orElse(null);
    }
}
