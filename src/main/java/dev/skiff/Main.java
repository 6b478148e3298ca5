package dev.skiff;

import dev.skiff.cli.Failures;
import dev.skiff.cli.SkiffCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Starts Quarkus and gives the arguments to the command line; the process exits with the command's code. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    private final IFactory commands;

    @Inject
    Main(IFactory commands) {
        this.commands = commands;
    }

    public static void main(String... args) {
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        return Failures.reportedBy(new CommandLine(SkiffCommand.class, commands))
                .execute(args);
    }
}
