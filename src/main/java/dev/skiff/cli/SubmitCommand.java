package dev.skiff.cli;

import dev.skiff.model.Workflow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code skiff submit}: what {@code argo submit --wait} does, without a controller. A script that calls {@code argo} works when skiff has
 * that name.
 */
@Command(
        name = "submit",
        description = {
            "Run the workflows in files on a cluster, from here, to their end: as run --on kubernetes does.",
            "No controller takes part. The exit code is 0 only when all of them succeeded."
        })
final class SubmitCommand extends RunCommand {

    @Option(
            names = {"-w", "--wait", "--watch"},
            description = "Nothing: the command always runs the workflow to its end.")
    boolean wait;

    @Option(
            names = "--serviceaccount",
            paramLabel = "NAME",
            description = "Run the pods of the workflow as this account.")
    @Nullable
    String serviceAccount;

    SubmitCommand(CommandContext context) {
        super(context);
        on = ON_A_CLUSTER;
    }

    @Override
    Workflow asAsked(Workflow workflow) {
        return serviceAccount == null
                ? workflow
                : workflow.toBuilder()
                        .spec(workflow.spec().toBuilder()
                                .serviceAccountName(serviceAccount)
                                .build())
                        .build();
    }
}
