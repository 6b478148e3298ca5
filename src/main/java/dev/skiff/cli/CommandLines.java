package dev.skiff.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line, put together. */
public final class CommandLines {

    private CommandLines() {}

    public static CommandLine of(CommandContext context) {
        CommandLine line = Failures.reportedBy(new CommandLine(SkiffCommand.class, new CommandFactory(context)))
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        hide(Objects.requireNonNull(line.getSubcommands().get("generate-completion")));
        return line.setCaseInsensitiveEnumValuesAllowed(true).setParameterExceptionHandler(CommandLines::calledWrongly);
    }

    /** For the shell's set-up, not for people. */
    private static void hide(CommandLine command) {
        command.getCommandSpec().usageMessage().hidden(true);
    }

    /** What is wrong and where help is; the whole help would push that off the screen. */
    private static int calledWrongly(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(command.getColorScheme().errorText("skiff: " + failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + name + " --help'.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
