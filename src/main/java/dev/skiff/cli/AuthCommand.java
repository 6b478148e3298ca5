package dev.skiff.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff auth}, as {@code argo auth}. */
@Command(
        name = "auth",
        description = "As whom servers are asked.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AuthTokenCommand.class)
final class AuthCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
