package dev.skiff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff archive list-label-values}. */
@Command(name = "list-label-values", description = "List the values that a label of archived workflows has.")
final class ArchiveListLabelValuesCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-l", "--selector"},
            required = true,
            paramLabel = "KEY",
            description = "Of the label.")
    String key = "";

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveListLabelValuesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            served.session().archive().labelValues(served.namespace(), key).forEach(context.out()::println);
        }
        context.out().flush();
        return 0;
    }
}
