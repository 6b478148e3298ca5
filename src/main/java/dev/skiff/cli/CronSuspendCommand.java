package dev.skiff.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code skiff cron suspend}, as {@code argo cron suspend}. */
@Command(name = "suspend", description = "Start no workflows of these schedules until they are resumed.")
final class CronSuspendCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Which ones.")
    List<String> names = List.of();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    CronSuspendCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            return new Schedules(served).suspend(names, true, "CronWorkflow '%s' suspended");
        }
    }
}
