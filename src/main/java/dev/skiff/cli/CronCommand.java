package dev.skiff.cli;

import dev.skiff.port.service.ResourceKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff cron}, as {@code argo cron}. */
@Command(
        name = "cron",
        description = "The CronWorkflows of a server, a cluster or this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeptListCommand.class,
            KeptGetCommand.class,
            CronCreateCommand.class,
            CronUpdateCommand.class,
            KeptDeleteCommand.class,
            KeptLintCommand.class,
            CronSuspendCommand.class,
            CronResumeCommand.class
        })
final class CronCommand implements Runnable, KeptKind {

    @Spec
    CommandSpec spec;

    @Override
    public ResourceKind kind() {
        return ResourceKind.CRON_WORKFLOW;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
