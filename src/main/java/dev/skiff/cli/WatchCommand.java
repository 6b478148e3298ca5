package dev.skiff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code skiff watch}: shows a run that another process drives. */
@Command(
        name = "watch",
        description = {
            "Show a run that another process drives, to its end. Ctrl-C ends the watching, not the run.",
            "The exit code is 0 only when it succeeded."
        })
final class WatchCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    NodeChoice nodes = new NodeChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        nodes.check();
        try (Served served = place.open(context)) {
            return new ServedFollow(served).watch(served.known(name), show, nodes);
        }
    }
}
