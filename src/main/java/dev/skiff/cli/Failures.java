package dev.skiff.cli;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.submission.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What a user sees of a command that threw: a sentence on standard error, and the stack trace only with {@code -v}. */
public final class Failures {

    private Failures() {}

    /** The same command line, with unexpected exceptions turned into one line and exit code 1. */
    public static CommandLine reportedBy(CommandLine commandLine) {
        return commandLine.setExecutionExceptionHandler(Failures::report);
    }

    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        var err = command.getErr();
        if (isVerbose(command)) {
            failure.printStackTrace(err);
        } else {
            err.println(command.getColorScheme().errorText("skiff: " + sentence(failure)));
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static boolean isVerbose(CommandLine command) {
        var top = command.getCommandSpec().root().userObject();
        return top instanceof SkiffCommand skiff && skiff.verbose;
    }

    /** What was thrown to be read is shown as it is; anything else is a bug of ours. */
    private static String sentence(Exception failure) {
        return switch (failure) {
            case UserError e -> String.valueOf(e.getMessage());
            case InputException e -> String.valueOf(e.getMessage());
            case ExecutorException e -> String.valueOf(e.getMessage());
            case StoreException e -> String.valueOf(e.getMessage());
            case ServiceException e -> refusal(e);
            default -> oneLine(failure) + " (-v shows where)";
        };
    }

    /** A line for each problem when there are several. */
    static String refusal(ServiceException e) {
        return e.details().size() > 1
                ? e.details().size() + " problems:\n  " + String.join("\n  ", e.details())
                : String.valueOf(e.getMessage());
    }

    private static String oneLine(Throwable failure) {
        var message = failure.getMessage();
        var type = failure.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? type
                : type + ": " + message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
