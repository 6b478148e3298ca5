package dev.skiff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code skiff version}, the same as {@code --version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    private final CommandContext context;

    VersionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        for (String line : new Version().getVersion()) {
            context.out().println(line);
        }
        return 0;
    }
}
