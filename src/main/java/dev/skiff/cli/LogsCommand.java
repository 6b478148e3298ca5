package dev.skiff.cli;

import dev.skiff.cli.view.LogLines;
import dev.skiff.cli.view.Terminal;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoredLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff logs}: what the steps of a run wrote. */
@Command(
        name = "logs",
        description =
                "Print what the steps of a run wrote, in the order of the steps, each line with the name of its step.")
final class LogsCommand implements Callable<Integer> {
    private static final int CHUNK = 1 << 16;
    private static final long PAUSE_MILLIS = 200;

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            description = "Only this step: its id, its name or the name that the tree shows; or a pod.")
    @Nullable
    String node;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Only this container of each step, e.g. main.")
    @Nullable
    String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended.")
    boolean follow;

    @Mixin
    LogOptions options = new LogOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Served> opened = place.open(context);
        if (opened.isPresent()) {
            try (Served served = opened.get()) {
                new ServedLogs(served).print(name, node, options, follow, container);
                return 0;
            }
        }
        options.refuseHere();
        String run = new RunNames(context.store()).known(name);
        var style = ShowOptions.style(
                context,
                !options.noColor && Terminal.of(1, context.environment()).isPresent());
        LogLines lines = new LogLines(context.out(), style);
        Map<String, Long> read = new HashMap<>();
        while (true) {
            StoredRun state = new RunNames(context.store()).run(run);
            boolean over = state.completed() || !state.live();
            boolean more = false;
            for (StoredLog log : chosen(state)) {
                more |= print(log, state, lines, read, !follow || over);
            }
            context.out().flush();
            if (!follow || over && !more) {
                return 0;
            }
            Thread.sleep(more ? 0 : PAUSE_MILLIS);
        }
    }

    /** Prints what is new in the log. @return whether something was */
    private boolean print(StoredLog log, StoredRun run, LogLines lines, Map<String, Long> read, boolean last) {
        String key = log.nodeId() + "/" + log.container();
        long offset = read.getOrDefault(key, 0L);
        long before = offset;
        String label = label(log.nodeId(), run);
        for (byte[] chunk = log.read(offset, CHUNK); chunk.length > 0; chunk = log.read(offset, CHUNK)) {
            lines.write(log.nodeId(), label, log.container(), false, chunk);
            offset += chunk.length;
        }
        read.put(key, offset);
        if (last) {
            lines.finish(log.nodeId());
        }
        return offset > before;
    }

    private static Map<String, NodeStatus> nodes(StoredRun run) {
        WorkflowStatus status = run.workflow().status();
        return status == null ? Map.of() : status.nodes();
    }

    private static String label(String nodeId, StoredRun run) {
        NodeStatus status = nodes(run).get(nodeId);
        if (status == null) {
            return nodeId;
        }
        // the path below the workflow: the display names of steps in two loops may be the same
        String name = status.name();
        return name.startsWith(run.name() + "[") || name.startsWith(run.name() + ".")
                ? name.substring(run.name().length()).replaceFirst("^\\.", "").replaceFirst("^\\[\\d+]\\.", "")
                : name;
    }

    /** In the order in which the nodes came to be; those that the last snapshot does not know yet come last. */
    private List<StoredLog> chosen(StoredRun run) {
        Map<String, Integer> order = new HashMap<>();
        nodes(run).keySet().forEach(id -> order.put(id, order.size()));
        List<StoredLog> logs = new ArrayList<>(context.store().logs(run.name()));
        logs.removeIf(log -> container != null && !container.equals(log.container()));
        String wanted = node;
        if (wanted != null) {
            List<String> ids = nodesNamed(wanted, run);
            logs.removeIf(log -> !ids.contains(log.nodeId()));
        }
        logs.sort(Comparator.comparing(log -> order.getOrDefault(log.nodeId(), Integer.MAX_VALUE)));
        return logs;
    }

    private static List<String> nodesNamed(String wanted, StoredRun run) {
        List<NodeStatus> all = List.copyOf(nodes(run).values());
        List<String> ids = all.stream()
                .filter(n -> wanted.equals(n.id()) || wanted.equals(n.name()) || wanted.equals(n.displayName()))
                .map(NodeStatus::id)
                .toList();
        if (ids.isEmpty()) {
            List<String> names = all.stream()
                    .map(n -> String.valueOf(n.displayName()))
                    .distinct()
                    .toList();
            String hint = DidYouMean.hint(wanted, names);
            throw new UserError("run " + run.name() + " has no step named " + wanted + " ("
                    + (hint == null ? "skiff get " + run.name() + " shows the steps" : hint) + ")");
        }
        return ids;
    }
}
