package dev.skiff.cli;

import dev.skiff.port.service.ResourceKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff cluster-template}, as {@code argo cluster-template}. */
@Command(
        name = "cluster-template",
        description = "The ClusterWorkflowTemplates of a server, a cluster or this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeptListCommand.class,
            KeptGetCommand.class,
            KeptCreateCommand.class,
            KeptUpdateCommand.class,
            KeptDeleteCommand.class,
            KeptLintCommand.class
        })
final class ClusterTemplateCommand implements Runnable, KeptKind {

    @Spec
    CommandSpec spec;

    @Override
    public ResourceKind kind() {
        return ResourceKind.CLUSTER_WORKFLOW_TEMPLATE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
