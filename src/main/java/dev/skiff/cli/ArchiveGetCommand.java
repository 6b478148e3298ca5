package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff archive get}. */
@Command(name = "get", description = "Show archived workflows, each as skiff get does.")
final class ArchiveGetCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    ArchiveChoice choice = new ArchiveChoice();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveGetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            for (JsonNode one : choice.of(served)) {
                FollowOptions.print(context, one, output);
            }
        }
        return 0;
    }
}
