package dev.skiff.cli;

import dev.skiff.cli.view.RunTree;
import dev.skiff.cli.view.Style;
import dev.skiff.cli.view.Summary;
import dev.skiff.cli.view.Terminal;
import dev.skiff.cli.view.TreeLines;
import dev.skiff.port.RunStore.StoredRun;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff get}: one run as it is now. */
@Command(name = "get", description = "Show one run: its tree, or its Workflow with the status.")
final class GetCommand implements Callable<Integer> {
    private static final int UNFOLDED = 500;

    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name; wide shows every node, with what it gave")
    @Nullable
    OutputForm output;

    GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StoredRun run = new RunNames(context.store()).run(name);
        OutputForm form = output;
        switch (form) {
            case null -> show(run, false);
            case WIDE -> show(run, true);
            case NAME -> context.out().println(run.name());
            case JSON, YAML -> context.out().print(Printer.one(form, run.workflow()));
        }
        context.out().flush();
        return 0;
    }

    private void show(StoredRun run, boolean wide) {
        Optional<Terminal> terminal = Terminal.of(1, context.environment());
        Style style = ShowOptions.style(context, terminal.isPresent());
        int width =
                wide || terminal.isEmpty() ? Integer.MAX_VALUE : terminal.get().columns();
        RunTree tree = RunTree.of(run.workflow());
        var now = context.clock().instant();
        var room = new TreeLines.Room(width, wide ? Integer.MAX_VALUE - 1 : UNFOLDED, wide);
        context.out().println(Summary.head(tree, style, now));
        context.out().println();
        TreeLines.of(tree, style, room, now).forEach(context.out()::println);
        if (!tree.message().isEmpty()) {
            context.out().println();
            context.out().println(tree.message());
        }
        if (!run.completed() && !run.live()) {
            context.out().println();
            context.out().println("its process has died: skiff resume " + run.name());
        }
    }
}
