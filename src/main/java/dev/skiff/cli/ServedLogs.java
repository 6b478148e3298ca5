package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.LogLines;
import dev.skiff.cli.view.Style;
import dev.skiff.cli.view.Terminal;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.NodeStatus;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Sink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Prints what workflows have written, as {@code argo logs}; of this machine's runs each line has the name of its step. */
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
        String each = served.isHere() ? LogQuery.EACH_CONTAINER : "";
        String chosen = container == null ? each : container;
        Set<String> pods = node == null ? Set.of("") : pods(name, node, follow);
        if (!follow || pods.size() == 1) {
            for (String pod : pods) {
                print(name, options.query(pod, follow, chosen, now()), options.noColor, entry -> true);
            }
            return;
        }
        // one stream, for several cannot be followed one after the other
        print(name, options.query("", true, chosen, now()), options.noColor, entry -> pods.contains(pod(entry)));
    }

    /** Prints all of a workflow until it has ended. */
    void follow(String name) throws InterruptedException {
        print(name, LogQuery.all(true), false, entry -> true);
    }

    private interface Choice {
        boolean of(LogEntry entry);
    }

    private static String pod(LogEntry entry) {
        return entry.podName().replaceFirst("/.*", "");
    }

    private void print(String name, LogQuery query, boolean plain, Choice choice) throws InterruptedException {
        CommandContext context = served.context();
        Style style = ShowOptions.style(
                context, !plain && Terminal.of(1, context.environment()).isPresent());
        UnaryOperator<String> label = served.isHere() ? new StepNames(served, name)::of : UnaryOperator.identity();
        Sink<LogEntry> printer = entry -> {
            if (choice.of(entry)) {
                LogLines.line(context.out(), style, label.apply(entry.podName()), entry.content());
            }
        };
        served.session().logs(served.namespace(), name, query, printer);
        context.out().flush();
    }

    private Instant now() {
        return served.context().clock().instant();
    }

    /** What begins with the workflow's name is taken for a pod. A step that is followed may come to be later. */
    private Set<String> pods(String name, String wanted, boolean follow) throws InterruptedException {
        while (true) {
            JsonNode found = served.workflow(name);
            List<NodeStatus> nodes = StepNames.nodes(found);
            Set<String> pods = StepNames.pods(found, nodes, wanted);
            if (!pods.isEmpty()) {
                return pods;
            }
            if (wanted.startsWith(name)) {
                return Set.of(wanted);
            }
            if (!follow || ServedWorkflow.hasEnded(found) || ServedWorkflow.isInterrupted(found)) {
                List<String> names = nodes.stream()
                        .map(node -> String.valueOf(node.displayName()))
                        .distinct()
                        .toList();
                String hint = DidYouMean.hint(wanted, names);
                throw new UserError("workflow " + name + " has no step named " + wanted
                        + (hint == null
                                ? " that has an output of its own (skiff get " + name + " shows the steps)"
                                : " (" + hint + ")"));
            }
            Thread.sleep(GLANCE);
        }
    }
}
