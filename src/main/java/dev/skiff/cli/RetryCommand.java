package dev.skiff.cli;

import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.Refusals;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff retry}, as {@code argo retry}: the run goes on here, under its name. */
@Command(
        name = "retry",
        description = {
            "Run again what failed in runs that have ended, here, to their end; what succeeded stays.",
            "The exit code is 0 only when all of them succeeded."
        })
final class RetryCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Option(
            names = "--restart-successful",
            description = "Run again the nodes of --node-field-selector, too, and what followed them.")
    boolean restartSuccessful;

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "The nodes for --restart-successful, such as displayName=build.")
    @Nullable
    String nodes;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of the workflow to another value.")
    List<String> parameters = List.of();

    @Mixin
    KeptResources kept = new KeptResources();

    @Mixin
    SuspendOptions suspend = new SuspendOptions();

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    FollowOptions follow = new FollowOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    RetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Request.Retry request = new Request.Retry(
                restartSuccessful, choice.nodes(nodes), Pairs.of(parameters, "-p", choice::calledWrongly));
        List<String> names;
        try (Served served = place.open(context)) {
            names = choice.names(served, true);
            if (!served.isHere()) {
                return new ServedAgain(served, show, follow)
                        .each(names, (session, namespace, name) -> session.ask(namespace, name, request));
            }
        }
        int code = 0;
        RunNames runs = new RunNames(context.store());
        for (String name : names) {
            code = Math.max(code, retry(runs.run(name), request));
        }
        return code;
    }

    private int retry(StoredRun run, Request.Retry request) {
        String refusal = refusal(run, request);
        if (!refusal.isEmpty()) {
            context.err().println("skiff: " + run.name() + ": " + refusal);
            return 1;
        }
        Origin origin = context.store().origin(run.name());
        Workflow workflow = run.workflow().toBuilder().status(null).build();
        Bundle resources = kept.again(context, run, origin);
        try (RunSession session = RunSession.open(context, show, suspend, origin)) {
            return session.retry(workflow, resources, request);
        }
    }

    private static String refusal(StoredRun run, Request.Retry request) {
        WorkflowStatus status = run.workflow().status();
        if (!run.completed() && !run.live()) {
            return "it has not ended, its process has died: skiff resume " + run.name();
        }
        return Refusals.of(
                run.workflow(), status == null ? WorkflowStatus.builder().build() : status, request);
    }
}
