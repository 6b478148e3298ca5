package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Mixin
    NodeChoice nodes = new NodeChoice();

    @Option(names = "--no-color", description = "Without colours.")
    boolean noColor;

    @Option(names = "--no-utf8", description = "With ASCII alone.")
    boolean noUtf8;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        nodes.check();
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
        new RunView(context, !noColor, !noUtf8).show(nodes.of(ServedWorkflow.of(workflow)), wide);
        if (ServedWorkflow.isInterrupted(workflow)) {
            context.out().println();
            context.out().println("its process has died: skiff resume " + ServedWorkflow.name(workflow));
        }
    }
}
