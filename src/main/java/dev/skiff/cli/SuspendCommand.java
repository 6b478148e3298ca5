package dev.skiff.cli;

import dev.skiff.engine.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff suspend}, as {@code argo suspend}. */
@Command(
        name = "suspend",
        description = "Let runs that other processes drive start nothing new until skiff resume; what runs goes on.")
final class SuspendCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    SuspendCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            return new Asking(served, false)
                    .of(choice.names(served, false), new Request.Suspend(), "workflow %s suspended");
        }
    }
}
