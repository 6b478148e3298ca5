package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff archive retry}. */
@Command(name = "retry", description = "Run again what failed in archived workflows; what succeeded stays.")
final class ArchiveRetryCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    ArchiveChoice choice = new ArchiveChoice();

    @Option(names = "--restart-successful", description = "Also the nodes of --node-field-selector.")
    boolean restartSuccessful;

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "The nodes for --restart-successful, such as displayName=build.")
    String nodes = "";

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

    ArchiveRetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSelector selector;
        try {
            selector = NodeSelector.parse(nodes);
        } catch (IllegalArgumentException e) {
            throw choice.calledWrongly("--node-field-selector: " + e.getMessage());
        }
        Request.Retry request =
                new Request.Retry(restartSuccessful, selector, Pairs.of(parameters, "-p", choice::calledWrongly));
        return choice.each(
                context,
                place,
                show,
                follow,
                (session, namespace, uid) -> session.archive().retry(uid, request));
    }
}
