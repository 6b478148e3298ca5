package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skiff get}: one run as it is now. */
@Command(name = "get", description = "Show one run: its tree, or its Workflow with the status.")
final class GetCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name; wide shows every node, with what it gave")
    @Nullable
    OutputForm output;

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "Only these nodes in the tree, such as phase=Failed or displayName=build.")
    @Nullable
    String nodes;

    @Option(names = "--status", paramLabel = "PHASE", description = "Only nodes of this phase in the tree.")
    @Nullable
    String phase;

    @Option(names = "--no-color", description = "Without colours.")
    boolean noColor;

    @Option(names = "--no-utf8", description = "With ASCII alone.")
    boolean noUtf8;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode workflow;
        try (Served served = place.open(context)) {
            workflow = served.workflow(name);
        }
        OutputForm form = output;
        switch (form) {
            case null -> view(workflow, false);
            case WIDE -> view(workflow, true);
            case NAME -> context.out().println(ServedWorkflow.name(workflow));
            case JSON -> context.out().print(Printer.json(workflow));
            case YAML -> context.out().print(Printer.yaml(workflow));
        }
        context.out().flush();
        return 0;
    }

    private void view(JsonNode workflow, boolean wide) {
        new RunView(context, !noColor, !noUtf8).show(chosen(ServedWorkflow.of(workflow)), wide);
        if (ServedWorkflow.isInterrupted(workflow)) {
            context.out().println();
            context.out().println("its process has died: skiff resume " + ServedWorkflow.name(workflow));
        }
    }

    /** With the nodes that are asked for alone. */
    private Workflow chosen(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        if (nodes == null && phase == null || status == null) {
            return workflow;
        }
        NodeSelector selector;
        try {
            selector = NodeSelector.parse(nodes == null ? "" : nodes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--node-field-selector: " + e.getMessage());
        }
        Map<String, NodeStatus> shown = new LinkedHashMap<>();
        status.nodes().forEach((id, node) -> {
            NodePhase its = node.phase();
            boolean wanted = phase == null || its != null && its.text().equalsIgnoreCase(phase);
            if (wanted && selector.matches(node)) {
                shown.put(id, node);
            }
        });
        return workflow.toBuilder()
                .status(status.toBuilder().nodes(shown).build())
                .build();
    }
}
