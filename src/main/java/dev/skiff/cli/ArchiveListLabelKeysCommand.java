package dev.skiff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff archive list-label-keys}. */
@Command(name = "list-label-keys", description = "List the keys of all labels of archived workflows.")
final class ArchiveListLabelKeysCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveListLabelKeysCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Served served = place.open(context)) {
            served.session().archive().labelKeys(served.namespace()).forEach(context.out()::println);
        }
        context.out().flush();
        return 0;
    }
}
