package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Labels;
import dev.skiff.model.Names;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.PodNameVersion;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Prints what the workflows of a server or a cluster have written, as {@code argo logs}. */
final class ServedLogs {
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Served served;

    ServedLogs(Served served) {
        this.served = served;
    }

    /** @param node a pod, or a node by its id, its name or the name that the tree shows; null for all */
    void print(String workflow, @Nullable String node, LogOptions options, boolean follow, @Nullable String container)
            throws InterruptedException {
        String name = served.known(workflow);
        ServedFollow printer = new ServedFollow(served);
        if (node == null) {
            printer.logs(name, options.query("", follow, container, now()), options.noColor);
            return;
        }
        Set<String> pods = pods(name, node, follow);
        if (follow && pods.size() > 1) {
            throw new UserError(node + " names " + pods.size() + " pods, and one can be followed: " + pods);
        }
        for (String pod : pods) {
            printer.logs(name, options.query(pod, follow, container, now()), options.noColor);
        }
    }

    private Instant now() {
        return served.context().clock().instant();
    }

    /** What begins with the workflow's name is taken for a pod. A step that is followed may come to be later. */
    private Set<String> pods(String name, String wanted, boolean follow) throws InterruptedException {
        while (true) {
            JsonNode found = served.workflow(name);
            Workflow workflow = ServedWorkflow.of(found);
            var status = workflow.status();
            List<NodeStatus> nodes =
                    status == null ? List.of() : List.copyOf(status.nodes().values());
            Set<String> pods = pods(found, nodes, wanted);
            if (!pods.isEmpty()) {
                return pods;
            }
            if (wanted.startsWith(name)) {
                return Set.of(wanted);
            }
            if (!follow || ServedWorkflow.hasEnded(found)) {
                List<String> names = nodes.stream()
                        .map(node -> String.valueOf(node.displayName()))
                        .distinct()
                        .toList();
                String hint = DidYouMean.hint(wanted, names);
                throw new UserError("workflow " + name + " has no step named " + wanted + " that is a pod ("
                        + (hint == null ? "skiff get " + name + " shows the steps" : hint) + ")");
            }
            Thread.sleep(GLANCE);
        }
    }

    private static Set<String> pods(JsonNode workflow, List<NodeStatus> nodes, String wanted) {
        boolean first = workflow.path("metadata")
                .path("annotations")
                .path(Labels.POD_NAME_FORMAT)
                .asText("")
                .equals("v1");
        Set<String> pods = new LinkedHashSet<>();
        for (NodeStatus node : nodes) {
            boolean meant = wanted.equals(node.id()) || wanted.equals(node.name()) || wanted.equals(node.displayName());
            if (meant && node.type() == NodeType.POD) {
                pods.add(Names.podName(
                        ServedWorkflow.name(workflow),
                        template(node),
                        node.name(),
                        first ? PodNameVersion.V1 : PodNameVersion.V2));
            }
        }
        return pods;
    }

    private static String template(NodeStatus node) {
        var reference = node.templateRef();
        String template = reference == null ? node.templateName() : reference.template();
        return Objects.requireNonNullElse(template, "");
    }

    /** RFC 3339. */
    static Instant time(String text, Function<String, ParameterException> calledWrongly) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw calledWrongly.apply("--since-time takes a time such as 2026-01-31T12:00:00Z, not '" + text + "'");
        }
    }
}
