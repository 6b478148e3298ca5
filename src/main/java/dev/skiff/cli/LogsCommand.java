package dev.skiff.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff logs}: what the steps of a run wrote. */
@Command(
        name = "logs",
        description =
                "Print what the steps of a run wrote, in the order of the steps, each line with the name of its step.")
final class LogsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            description = "Only this step: its id, its name or the name that the tree shows; or a pod.")
    @Nullable
    String node;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Only this container of each step, e.g. main.")
    @Nullable
    String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended.")
    boolean follow;

    @Mixin
    LogOptions options = new LogOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            new ServedLogs(served).print(name, node, options, follow, container);
        }
        return 0;
    }
}
