package dev.skiff.cli;

import dev.skiff.model.Labels;
import dev.skiff.model.Workflow;
import dev.skiff.port.service.ServerAccess;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code skiff submit}: what {@code argo submit} does with a server or a controller, and what {@code argo submit --wait} does without
 * one. A script that calls {@code argo} works when skiff has that name.
 */
@Command(
        name = "submit",
        description = {
            "With --server (ARGO_SERVER) or --controller: submit the workflows in files, or a template, to somebody who runs them.",
            "Else run the workflows in files on a cluster, from here, to their end, as run --on kubernetes does: no controller"
                    + " takes part, and the exit code is 0 only when all of them succeeded.",
            "What is submitted is waited for only with --wait, --watch or --log; the exit code is that of the workflows then."
        })
final class SubmitCommand extends RunCommand {

    @Mixin
    FollowOptions follow = new FollowOptions();

    @Option(
            names = "--serviceaccount",
            paramLabel = "NAME",
            description = "Run the pods of the workflow as this account.")
    @Nullable
    String serviceAccount;

    @Option(names = "--priority", paramLabel = "N", description = "Of the workflow, among those that wait.")
    @Nullable
    Integer priority;

    @Option(names = "--scheduled-time", hidden = true, description = "What the workflow is told it was scheduled for.")
    @Nullable
    String scheduledTime;

    @Option(
            names = "--controller",
            description = "Submit to the controller of the cluster (skiff serve, or Argo's), by the API server.")
    boolean controller;

    @Mixin
    SubmitOptions submit = new SubmitOptions();

    @Mixin
    NodeChoice nodes = new NodeChoice();

    @Mixin
    ServerOptions server = new ServerOptions();

    SubmitCommand(CommandContext context) {
        super(context);
        on = ON_A_CLUSTER;
    }

    @Override
    public Integer call() throws InterruptedException {
        nodes.check();
        Optional<Served> opened = somebody();
        if (opened.isEmpty()) {
            submit.refuseHere(this::calledWrongly);
            return super.call();
        }
        try (Served served = opened.get()) {
            if (!manifests.isEmpty()
                    || !fromFiles.isEmpty()
                    || allowHostPath
                    || parallelism != 0
                    || suspend.autoResume) {
                throw calledWrongly(
                        "--manifest, --from-file, --allow-host-path, --parallelism and --auto-resume are for"
                                + " workflows that run here: a server and a controller have what they have");
            }
            return new ServedSubmit(this, served).submit();
        }
    }

    /** Empty when the workflows are run here. */
    private Optional<Served> somebody() {
        if (controller) {
            if (server.isGiven()) {
                throw calledWrongly("--server and --controller are two places: give one of them");
            }
            return Optional.of(new Served(context, context.services().cluster(cluster.access()), namespace, ""));
        }
        ServerAccess access = server.access(context);
        if (access == null) {
            return Optional.empty();
        }
        if (!on.equals(ON_A_CLUSTER)) {
            throw calledWrongly("--on " + on + " runs workflows here, and a server is named: say --on without a server"
                    + " (ARGO_SERVER, SKIFF_SERVER)");
        }
        return Optional.of(new Served(context, context.services().server(access), namespace, ""));
    }

    @Override
    Workflow asAsked(Workflow workflow) {
        var spec = workflow.spec().toBuilder();
        if (serviceAccount != null) {
            spec.serviceAccountName(serviceAccount);
        }
        if (priority != null) {
            spec.priority(priority);
        }
        var changed = workflow.toBuilder().spec(spec.build());
        if (scheduledTime != null) {
            changed.metadata(new ObjectMetaBuilder(workflow.metadata())
                    .addToAnnotations(Labels.SCHEDULED_TIME, scheduledTime)
                    .build());
        }
        return changed.build();
    }
}
