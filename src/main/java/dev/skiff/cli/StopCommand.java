package dev.skiff.cli;

import dev.skiff.engine.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff stop}, as {@code argo stop}. */
@Command(
        name = "stop",
        description = {
            "Stop runs that other processes drive: running steps are ended, exit handlers run.",
            "With --node-field-selector only the chosen suspended nodes fail, and the run goes on from there."
        })
final class StopCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "Fail these suspended nodes instead, such as displayName=approve.")
    @Nullable
    String nodes;

    @Option(names = "--message", paramLabel = "TEXT", description = "What the chosen nodes are to say.")
    String message = "";

    @Option(names = "--dry-run", description = "Say what would be stopped, and stop nothing.")
    boolean dryRun;

    StopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodes == null && !message.isEmpty()) {
            throw choice.calledWrongly("--message is what nodes are to say: choose them with --node-field-selector");
        }
        Request request = nodes == null ? new Request.Stop() : new Request.StopNodes(choice.nodes(nodes), message);
        try (Served served = place.open(context)) {
            return new Asking(served, dryRun).of(choice.names(served, false), request, "workflow %s stopped");
        }
    }
}
