package dev.skiff.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code skiff cron resume}, as {@code argo cron resume}. */
@Command(name = "resume", description = "Start workflows of these schedules again.")
final class CronResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Which ones.")
    List<String> names = List.of();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    CronResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            return new Schedules(served).suspend(names, false, "CronWorkflow '%s' resumed");
        }
    }
}
