package dev.skiff.cli;

import dev.skiff.engine.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff terminate}, as {@code argo terminate}. */
@Command(
        name = "terminate",
        description = "End runs that other processes drive at once: running steps are ended, exit handlers do not run.")
final class TerminateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    @Option(names = "--dry-run", description = "Say what would be terminated, and terminate nothing.")
    boolean dryRun;

    TerminateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            return new Asking(served, dryRun)
                    .of(choice.names(served, false), new Request.Terminate(), "workflow %s terminated");
        }
    }
}
