package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** What is done once somebody else runs a workflow. */
final class FollowOptions {

    @Option(
            names = {"-w", "--wait"},
            description =
                    "Wait for its end; the exit code is 0 only when it succeeds. What runs here is always waited for.")
    boolean await;

    @Option(names = "--watch", description = "Show it to its end, likewise.")
    boolean watch;

    /** Shows what was begun, and follows it as far as asked for. @param nodes which of it. @return the exit code */
    int follow(Served served, JsonNode begun, ShowOptions show, NodeChoice nodes) throws InterruptedException {
        String name = ServedWorkflow.name(begun);
        ServedFollow follow = new ServedFollow(served);
        if (watch) {
            int code = follow.watch(name, show, nodes);
            if (show.isForPrograms()) {
                print(served.context(), served.workflow(name), show.output);
            }
            return code;
        }
        print(served.context(), begun, show.output);
        return show.log ? follow.log(name) : await ? follow.wait(name) : 0;
    }

    static void print(CommandContext context, JsonNode workflow, @org.jspecify.annotations.Nullable OutputForm form) {
        switch (form) {
            case null -> new RunView(context, true, true).show(ServedWorkflow.of(workflow), false);
            case WIDE -> new RunView(context, true, true).show(ServedWorkflow.of(workflow), true);
            case NAME -> context.out().println(ServedWorkflow.name(workflow));
            case JSON -> context.out().print(Printer.json(workflow));
            case YAML -> context.out().print(Printer.yaml(workflow));
        }
        context.out().flush();
    }
}
