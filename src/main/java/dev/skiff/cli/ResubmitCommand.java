package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.submission.Resubmission;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff resubmit}, as {@code argo resubmit}: a new run of the same workflow. */
@Command(
        name = "resubmit",
        description = {
            "Run workflows once more, each as a new run, here, to its end.",
            "The exit code is 0 only when all of them succeeded."
        })
final class ResubmitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    RunChoice choice = new RunChoice();

    @Option(
            names = "--memoized",
            description = "Of a run that failed: do not run again the pods that succeeded; exit handlers run again.")
    boolean memoized;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of the workflow to another value.")
    List<String> parameters = List.of();

    @Option(names = "--priority", paramLabel = "N", description = "Of the new run, among those that wait for a lock.")
    @Nullable
    Integer priority;

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

    ResubmitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> values = Pairs.of(parameters, "-p", choice::calledWrongly);
        List<String> names;
        try (Served served = place.open(context)) {
            if (!served.isHere()) {
                return served(served, values);
            }
            names = choice.names(served, true);
        }
        var changes = new Resubmission(values, priority);
        int code = 0;
        RunNames runs = new RunNames(context.store());
        for (String name : names) {
            code = Math.max(code, resubmit(runs.run(name), changes));
        }
        return code;
    }

    private int served(Served served, Map<String, String> values) throws InterruptedException {
        if (priority != null && memoized) {
            throw choice.calledWrongly("--priority and --memoized: a server keeps results only for a workflow that it"
                    + " repeats itself, with the priority that it has");
        }
        return new ServedAgain(served, show, follow)
                .each(
                        choice.names(served, true),
                        (session, namespace, name) -> priority == null
                                ? session.resubmit(namespace, name, memoized, values)
                                : again(session, namespace, name, values));
    }

    /** A server takes no priority with the request: the workflow is made here, and submitted. */
    private JsonNode again(WorkflowService.Session session, String namespace, String name, Map<String, String> values)
            throws InterruptedException {
        Workflow before = ServedWorkflow.of(session.get(ResourceKind.WORKFLOW, namespace, name));
        Workflow fresh =
                new Resubmission(values, priority).of(before, context.clock().instant(), context.random());
        ObjectNode object = ModelMapper.strict().valueToTree(fresh);
        object.withObjectProperty("metadata").remove(List.of("uid", "creationTimestamp"));
        return session.create(ResourceKind.WORKFLOW, namespace, object, false);
    }

    private int resubmit(StoredRun run, Resubmission changes) {
        var status = run.workflow().status();
        WorkflowPhase phase = status == null ? null : status.phase();
        if (memoized && phase != WorkflowPhase.FAILED && phase != WorkflowPhase.ERROR) {
            context.err()
                    .println("skiff: " + run.name() + ": workflow must be Failed/Error to resubmit in memoized mode");
            return 1;
        }
        List<NodeStatus> originals =
                memoized && status != null ? List.copyOf(status.nodes().values()) : List.of();
        Workflow workflow = changes.of(run.workflow(), context.clock().instant(), context.random());
        Origin origin = context.store().origin(run.name());
        Bundle resources = kept.recorded(context, run, origin);
        try (RunSession session = RunSession.open(context, show, suspend, origin)) {
            return session.start(workflow, resources, origin, originals);
        }
    }
}
