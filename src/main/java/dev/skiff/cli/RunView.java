package dev.skiff.cli;

import dev.skiff.cli.view.RunTree;
import dev.skiff.cli.view.Style;
import dev.skiff.cli.view.Summary;
import dev.skiff.cli.view.Terminal;
import dev.skiff.cli.view.TreeLines;
import dev.skiff.model.Workflow;
import java.util.Optional;

/**
 * One workflow as it is now, for people: its tree.
 *
 * @param color whether there may be colours
 * @param unicode whether there may be more than ASCII
 */
record RunView(CommandContext context, boolean color, boolean unicode) {
    private static final int UNFOLDED = 500;

    /** @param wide whether with every node, and with what it gave */
    void show(Workflow workflow, boolean wide) {
        Optional<Terminal> terminal = Terminal.of(1, context.environment());
        Style usual = ShowOptions.style(context, terminal.isPresent());
        Style style = new Style(color && usual.color(), unicode && usual.unicode());
        int width =
                wide || terminal.isEmpty() ? Integer.MAX_VALUE : terminal.get().columns();
        RunTree tree = RunTree.of(workflow);
        var now = context.clock().instant();
        var room = new TreeLines.Room(width, wide ? Integer.MAX_VALUE - 1 : UNFOLDED, wide);
        context.out().println(Summary.head(tree, style, now));
        context.out().println();
        TreeLines.of(tree, style, room, now).forEach(context.out()::println);
        if (!tree.message().isEmpty()) {
            context.out().println();
            context.out().println(tree.message());
        }
    }
}
