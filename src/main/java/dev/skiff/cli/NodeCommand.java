package dev.skiff.cli;

import dev.skiff.engine.Request;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skiff node set NAME}, as {@code argo node set}. */
@Command(
        name = "node",
        description = {
            "skiff node set NAME: give suspended nodes their outputs, a message, or an end.",
            "Example: skiff node set my-run --node-field-selector displayName=approve -p decision=yes"
        })
final class NodeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "set", description = "What to do: set is all that there is.")
    String action = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "Which suspended nodes, such as displayName=approve; all of them without it.")
    @Nullable
    String nodes;

    @Option(
            names = {"-p", "--output-parameter"},
            paramLabel = "NAME=VALUE",
            description = "Give an output parameter that the node expects its value.")
    List<String> outputs = List.of();

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "End the nodes: Succeeded, Failed, Error or Skipped.")
    String phase = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What the nodes are to say.")
    String message = "";

    @Mixin
    PlaceOptions place = new PlaceOptions();

    NodeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!action.equals("set")) {
            throw calledWrongly("there is no 'skiff node " + action + "': skiff node set NAME");
        }
        if (outputs.isEmpty() && phase.isEmpty() && message.isEmpty()) {
            throw calledWrongly("say what to set: --output-parameter, --phase or --message");
        }
        RunChoice choice = new RunChoice();
        choice.spec = spec;
        Request request =
                new Request.SetNodes(choice.nodes(nodes), phase, message, Pairs.of(outputs, "-p", this::calledWrongly));
        try (Served served = place.open(context)) {
            return new Asking(served, false).of(List.of(served.known(name)), request, "workflow values set");
        }
    }

    private ParameterException calledWrongly(String why) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), why);
    }
}
