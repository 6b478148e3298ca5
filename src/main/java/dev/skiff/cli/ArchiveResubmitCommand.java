package dev.skiff.cli;

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
        return choice.each(
                context,
                place,
                show,
                follow,
                (session, namespace, uid) -> session.archive().resubmit(uid, memoized, values));
    }
}
