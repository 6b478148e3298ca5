package dev.skiff.cli.view;

import dev.skiff.port.TaskRef;
import dev.skiff.runtime.RunEnd;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tree in a terminal, drawn again in place at most ten times a second; the last one stays. */
public final class LiveDisplay implements Display {
    private static final long PAUSE_MILLIS = 100;
    private static final int TICKS_OF_A_SECOND = 10;
    private static final int TAIL_BYTES = 400;

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final Style style;
    private final InstantSource clock;
    private final Supplier<Terminal> window;
    private final boolean wide;
    private RunTree tree = new RunTree("");
    private boolean dirty;
    private boolean asking;
    private int drawn;
    private @Nullable Thread painter;

    /** @param window asked again and again, since it may be resized */
    public LiveDisplay(PrintStream out, Style style, InstantSource clock, Supplier<Terminal> window, boolean wide) {
        this.out = out;
        this.style = style;
        this.clock = clock;
        this.window = window;
        this.wide = wide;
    }

    @Override
    public synchronized void begin(String run) {
        tree = new RunTree(run);
        drawn = 0;
        dirty = true;
        out.print(HIDE_CURSOR);
        painter = Thread.ofVirtual().name("live-tree").start(this::paint);
    }

    private void paint() {
        try {
            for (int tick = 0; ; tick++) {
                Thread.sleep(PAUSE_MILLIS);
                synchronized (this) {
                    if (painter != Thread.currentThread()) {
                        // the run ended while this thread waited for its turn
                        return;
                    }
                    // durations go on although nothing changes
                    if (!asking && (dirty || tick % TICKS_OF_A_SECOND == 0)) {
                        draw();
                    }
                }
            }
        } catch (InterruptedException e) {
            // the run is over
        }
    }

    private void draw() {
        Terminal terminal = window.get();
        var room = new TreeLines.Room(terminal.columns() - 1, Math.max(1, terminal.lines() - 3), wide);
        List<String> lines = new ArrayList<>();
        lines.add(Columns.cut(Summary.head(tree, style, clock.instant()), room.width(), style));
        lines.addAll(TreeLines.of(tree, style, room, clock.instant()));
        replace(lines);
        dirty = false;
    }

    /** Puts these lines where the ones drawn before are, in one write. */
    private void replace(List<String> lines) {
        StringBuilder text = new StringBuilder(home());
        lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        out.print(text.append(CLEAR_BELOW));
        out.flush();
        drawn = lines.size();
    }

    private String home() {
        return drawn == 0 ? "" : "\r\u001b[" + drawn + "A";
    }

    @Override
    public synchronized void changed(Change change) {
        tree.take(change);
        dirty = true;
    }

    @Override
    public synchronized void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        int from = Math.max(0, chunk.length - TAIL_BYTES);
        String tail = new String(chunk, from, chunk.length - from, StandardCharsets.UTF_8).stripTrailing();
        String line = tail.substring(Math.max(tail.lastIndexOf('\n'), tail.lastIndexOf('\r')) + 1);
        if (!line.isBlank()) {
            tree.wrote(task.nodeId(), line.strip());
            dirty = true;
        }
    }

    @Override
    public synchronized void warning(String run, String sentence) {
        say(style.warning("warning: " + sentence));
    }

    /** Above the tree, which is drawn again below. */
    @Override
    public synchronized void say(String sentence) {
        out.print(home() + CLEAR_BELOW + sentence + "\n");
        out.flush();
        drawn = 0;
        dirty = true;
    }

    /** Where the tree is, which comes again below when there is an answer; the question stays. */
    @Override
    public synchronized void ask(String text) {
        out.print(home() + CLEAR_BELOW + SHOW_CURSOR + text);
        out.flush();
        drawn = 0;
        asking = true;
    }

    @Override
    public synchronized void answered() {
        if (asking) {
            out.print(HIDE_CURSOR);
            asking = false;
            dirty = true;
        }
    }

    @Override
    public void cancel() {
        stopPainting();
        synchronized (this) {
            replace(List.of());
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }

    private synchronized void stopPainting() {
        Thread painting = painter;
        if (painting != null) {
            painting.interrupt();
        }
        painter = null;
    }

    @Override
    public void end(RunEnd end) {
        stopPainting();
        synchronized (this) {
            asking = false;
            tree = RunTree.of(end.workflow());
            var room = new TreeLines.Room(window.get().columns() - 1, PlainDisplay.LINES_OF_A_TREE, wide);
            List<String> lines = new ArrayList<>(TreeLines.of(tree, style, room, clock.instant()));
            lines.add("");
            lines.add(Summary.end(tree, style, clock.instant()));
            replace(lines);
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }
}
