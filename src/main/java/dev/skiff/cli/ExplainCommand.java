package dev.skiff.cli;

import dev.skiff.cli.view.Columns;
import dev.skiff.port.StoredLog;
import dev.skiff.rehearsal.Chronicle;
import dev.skiff.rehearsal.Story;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code skiff explain}: why a run, or a step of it, is as it is. */
@Command(
        name = "explain",
        description = {
            "Tell why a run is as it is: what failed first, what waits now and for what; or why one step has not begun, was skipped,"
                    + " was tried again, or failed.",
            "The decisions that were recorded are taken once more; times are counted from the start of the run."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final int LOG_BYTES = 1 << 14;
    private static final int LOG_LINES = 10;

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            description = "A step: its path, e.g. each(0:5).square, its name or id, or the name that the tree shows.")
    @Nullable
    String node;

    ExplainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String run = new RunNames(context.store()).known(name);
        Chronicle chronicle = new Chronicle();
        context.store().replay(run, chronicle::take);
        if (chronicle.isEmpty()) {
            throw new UserError("nothing is recorded of run " + run + " yet");
        }
        Story story = new Story(chronicle);
        String wanted = node;
        List<String> lines;
        try {
            lines = wanted == null ? story.ofRun() : story.ofNode(wanted);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
        lines.stream().flatMap(String::lines).map(Columns::harmless).forEach(context.out()::println);
        if (wanted != null) {
            story.find(wanted).ifPresent(id -> log(run, id));
        }
        context.out().flush();
        return 0;
    }

    /** The last lines that its main container wrote. */
    private void log(String run, String id) {
        Optional<StoredLog> main = context.store().logs(run).stream()
                .filter(log -> log.nodeId().equals(id) && log.container().equals("main"))
                .findFirst();
        if (main.isEmpty()) {
            return;
        }
        long offset = 0;
        byte[] last = new byte[0];
        for (byte[] chunk = main.get().read(0, LOG_BYTES);
                chunk.length > 0;
                chunk = main.get().read(offset, LOG_BYTES)) {
            byte[] both = new byte[last.length + chunk.length];
            System.arraycopy(last, 0, both, 0, last.length);
            System.arraycopy(chunk, 0, both, last.length, chunk.length);
            int from = Math.max(0, both.length - LOG_BYTES);
            last = java.util.Arrays.copyOfRange(both, from, both.length);
            offset += chunk.length;
        }
        List<String> lines = new String(last, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty()) {
            return;
        }
        context.out().println("  log, the last lines:");
        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                .forEach(line -> context.out().println("    " + Columns.harmless(line)));
    }
}
