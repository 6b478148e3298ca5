package dev.skiff.cli;

import dev.skiff.model.DidYouMean;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line, put together. */
public final class CommandLines {

    /** What the executors explain is laid out for 115. */
    private static final int HELP_COLUMNS = 120;

    private CommandLines() {}

    public static CommandLine of(CommandContext context) {
        CommandLine line = Failures.reportedBy(new CommandLine(SkiffCommand.class, new CommandFactory(context)))
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        hide(Objects.requireNonNull(line.getSubcommands().get("generate-completion")));
        return line.setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> {
                    Expired.delete(context);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(CommandLines::calledWrongly);
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
        err.println(command.getColorScheme().errorText("skiff: " + failure.getMessage() + hint(failure)));
        err.println("Try '" + name + " --help'.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String hint(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        CommandLine command = failure.getCommandLine();
        String given = unmatched.getUnmatched().getFirst();
        List<String> known = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        return DidYouMean.hintAfter("; ", given.replaceFirst("=.*", ""), known);
    }
}
