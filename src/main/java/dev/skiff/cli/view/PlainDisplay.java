package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.TaskRef;
import dev.skiff.runtime.RunEnd;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line for each change, for files and pipes: {@code 12:00:01 Running    wf[0].task1}; the tree at the end. */
public final class PlainDisplay implements Display {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    /** A longer tree is folded. */
    static final int LINES_OF_A_TREE = 200;

    static final int ANY_WIDTH = 10_000;

    private final PrintStream out;
    private final Style style;
    private final InstantSource clock;
    private final ZoneId zone;
    private final @Nullable LogLines logs;
    private final boolean wide;
    private final Map<String, String> said = new HashMap<>();
    private final Set<String> warnings = new HashSet<>();
    private RunTree tree = new RunTree("");
    private @Nullable WorkflowPhase phase;

    /** @param logs null when what the steps write is not to be shown */
    public PlainDisplay(
            PrintStream out, Style style, InstantSource clock, ZoneId zone, @Nullable LogLines logs, boolean wide) {
        this.out = out;
        this.style = style;
        this.clock = clock;
        this.zone = zone;
        this.logs = logs;
        this.wide = wide;
    }

    @Override
    public synchronized void say(String sentence) {
        out.println(sentence);
    }

    @Override
    public synchronized void ask(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void answered() {}

    @Override
    public synchronized void begin(String run) {
        tree = new RunTree(run);
        said.clear();
        warnings.clear();
        phase = null;
    }

    @Override
    public synchronized void changed(Change change) {
        tree.take(change);
        change.nodes().forEach(this::node);
        if (!Objects.equals(phase, change.phase())) {
            phase = change.phase();
            line(phase == null ? "Pending" : phase.text(), NodePhase.RUNNING, change.run(), change.message());
        }
    }

    /** Pods always; other nodes when they say more than their children do. */
    private void node(NodeStatus node) {
        NodePhase now = node.phase() == null ? NodePhase.PENDING : node.phase();
        boolean pod = node.type() == NodeType.POD;
        boolean quiet = node.type() == NodeType.STEP_GROUP
                || !pod && (now == NodePhase.RUNNING || now == NodePhase.PENDING || now == NodePhase.SUCCEEDED);
        String message = node.message() == null ? "" : node.message();
        // progress of a download is not worth a line a second
        String gist =
                now + (now == NodePhase.PENDING ? message.replaceAll("[\\d.,]+\\s*(?:[kKMGT]i?B?|B|%)?", "") : message);
        // what is wrong with an image is wrong for every step
        boolean known = message.startsWith("warning: ") && !warnings.add(message);
        if (!quiet && !known && !gist.equals(said.put(node.id(), gist))) {
            line(now.text(), now, node.name(), message);
        }
        if (logs != null && now.fulfilled()) {
            logs.finish(node.id());
        }
    }

    private void line(String word, NodePhase color, String what, String message) {
        String time = TIME.format(clock.instant().atZone(zone));
        out.println(time + " " + style.phaseWord(color, "%-9s".formatted(word)) + " " + what
                + (message.isEmpty() ? "" : "  " + Columns.harmless(message)));
    }

    @Override
    public synchronized void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        if (logs != null) {
            logs.write(task.nodeId(), tree.displayName(task.nodeId()), container, stderr, chunk);
        }
    }

    @Override
    public synchronized void warning(String run, String sentence) {
        out.println(style.warning("warning: " + sentence));
    }

    @Override
    public void cancel() {}

    @Override
    public synchronized void end(RunEnd end) {
        if (logs != null) {
            logs.finish();
        }
        RunTree last = RunTree.of(end.workflow());
        var room = new TreeLines.Room(ANY_WIDTH, LINES_OF_A_TREE, wide);
        out.println();
        TreeLines.of(last, style, room, clock.instant()).forEach(out::println);
        out.println();
        out.println(Summary.end(last, style, clock.instant()));
        out.flush();
    }
}
