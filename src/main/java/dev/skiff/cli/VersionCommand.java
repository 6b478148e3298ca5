package dev.skiff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skiff version}, the same as {@code --version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--short", description = "The number alone.")
    boolean brief;

    VersionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        for (String line : new Version().getVersion()) {
            context.out().println(brief ? line.replaceFirst("^skiff ", "") : line);
        }
        return 0;
    }
}
