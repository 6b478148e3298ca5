package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff archive resubmit}. */
@Command(name = "resubmit", description = "Run archived workflows once more, each as a new one.")
final class ArchiveResubmitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    ArchiveChoice choice = new ArchiveChoice();

    @Option(names = "--memoized", description = "Of one that failed: do not run again the pods that succeeded.")
    boolean memoized;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of the workflow to another value.")
    List<String> parameters = List.of();

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    FollowOptions follow = new FollowOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveResubmitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> values = Pairs.of(parameters, "-p", choice::calledWrongly);
        int code = 0;
        try (Served served = place.needed(context)) {
            for (JsonNode one : choice.of(served)) {
                Served its = served.in(ServedWorkflow.namespace(one));
                code = Math.max(
                        code,
                        new ServedAgain(its, show, follow)
                                .each(
                                        List.of(ServedWorkflow.name(one)),
                                        (session, namespace, name) ->
                                                session.resubmit(namespace, name, memoized, values)));
            }
        }
        return code;
    }
}
