package dev.skiff.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff archive}, as {@code argo archive}. */
@Command(
        name = "archive",
        description =
                "Workflows that have ended and may be gone, as a server or a cluster has archived them; on this machine those that are kept.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ArchiveListCommand.class,
            ArchiveGetCommand.class,
            ArchiveDeleteCommand.class,
            ArchiveRetryCommand.class,
            ArchiveResubmitCommand.class,
            ArchiveListLabelKeysCommand.class,
            ArchiveListLabelValuesCommand.class
        })
final class ArchiveCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
