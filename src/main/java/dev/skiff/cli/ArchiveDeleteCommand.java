package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff archive delete}. */
@Command(name = "delete", description = "Delete archived workflows.")
final class ArchiveDeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    ArchiveChoice choice = new ArchiveChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveDeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            for (JsonNode one : choice.of(served)) {
                String uid = one.at("/metadata/uid").asText();
                served.session().archive().delete(uid);
                context.out().println("Archived workflow '" + uid + "' deleted");
            }
        }
        context.out().flush();
        return 0;
    }
}
