package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.submission.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff resume}: as {@code argo resume} for a run that a process drives; goes on with one whose process is dead. */
@Command(
        name = "resume",
        description = {
            "Let suspended runs go on, as argo resume does: all that waits in them, or the chosen nodes.",
            "A run whose process has died is driven on by this one: no step that has ended is started again, steps that still"
                    + " run are adopted, suspended nodes go on waiting but for those chosen with --node-field-selector.",
            "Of a run that has ended, what is left is cleaned up."
        })
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "Only these suspended nodes, such as displayName=approve.")
    @Nullable
    String nodes;

    @Mixin
    KeptResources kept = new KeptResources();

    @Mixin
    SuspendOptions suspend = new SuspendOptions();

    @Mixin
    ShowOptions show = new ShowOptions();

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSelector chosen = choice.nodes(nodes);
        List<String> left = new ArrayList<>();
        int code;
        try (Served served = place.open(context)) {
            List<String> driven = new ArrayList<>();
            for (String name : choice.names(served, false)) {
                boolean dead = served.isHere() && !context.store().isLive(name);
                (dead ? left : driven).add(name);
            }
            code = driven.isEmpty() && !left.isEmpty()
                    ? 0
                    : new Asking(served, false).of(driven, new Request.Resume(chosen), "workflow %s resumed");
        }
        RunNames runs = new RunNames(context.store());
        for (String name : left) {
            code = Math.max(code, goOn(runs.run(name), chosen));
        }
        return code;
    }

    private int goOn(StoredRun run, NodeSelector chosen) {
        Origin origin = context.store().origin(run.name());
        Workflow workflow = run.workflow().toBuilder().status(null).build();
        Bundle resources = run.completed() ? Resources.NONE : kept.again(context, run, origin);
        try (RunSession session = RunSession.open(context, show, suspend, origin)) {
            return session.resume(
                    workflow, resources, chosen.isAll() ? List.of() : List.of(new Request.Resume(chosen)));
        }
    }
}
