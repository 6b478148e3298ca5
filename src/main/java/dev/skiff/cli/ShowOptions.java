package dev.skiff.cli;

import dev.skiff.cli.view.Display;
import dev.skiff.cli.view.LiveDisplay;
import dev.skiff.cli.view.LogLines;
import dev.skiff.cli.view.PlainDisplay;
import dev.skiff.cli.view.Style;
import dev.skiff.cli.view.Terminal;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run is shown while it goes on. */
final class ShowOptions {
    private static final int OUT = 1;
    private static final int ERR = 2;

    @Option(names = "--log", description = "Stream what the steps write, each line with the name of its step.")
    boolean log;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "wide|json|yaml|name: json and yaml are the Workflow with its status, as Argo has it, alone on standard"
                            + " output; everything for people is on standard error then.")
    @Nullable
    OutputForm output;

    @Option(names = "--plain", description = "Lines instead of the live tree, in a terminal, too.")
    boolean plain;

    boolean isForPrograms() {
        return output != null && output.isForPrograms();
    }

    /** Where people look. */
    private PrintStream stream(CommandContext context) {
        return isForPrograms() ? context.err() : context.out();
    }

    Display display(CommandContext context) {
        int descriptor = isForPrograms() ? ERR : OUT;
        Optional<Terminal> terminal = Terminal.of(descriptor, context.environment());
        Style style = style(context, terminal.isPresent());
        PrintStream stream = stream(context);
        boolean wide = output == OutputForm.WIDE;
        if (plain || log || terminal.isEmpty()) {
            return new PlainDisplay(
                    stream,
                    style,
                    context.clock(),
                    ZoneId.systemDefault(),
                    log ? new LogLines(stream, style) : null,
                    wide);
        }
        return new LiveDisplay(
                stream, style, context.clock(), new Window(descriptor, terminal.get(), context.environment()), wide);
    }

    /** Colours only in a terminal, and only if they are wanted: see no-color.org. */
    static Style style(CommandContext context, boolean terminal) {
        boolean color =
                terminal && context.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return new Style(color, !terminal || speaksUnicode(context));
    }

    /** The first of the three that is set tells the character set of the terminal. */
    private static boolean speaksUnicode(CommandContext context) {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = context.environment().getOrDefault(variable, "");
            if (!locale.isEmpty()) {
                String lower = locale.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return false;
    }
}
