package dev.skiff.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lines that somebody types. Nobody can be made to stop typing, so that the reading goes on whoever waits for it. */
final class TerminalLines {
    /** There will be no more lines. */
    static final String END = "\u0004";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BufferedReader in;
    private @Nullable Thread reader;

    TerminalLines(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Of this process, always the same; null when nobody sits before standard input and standard output. */
    @Nullable
    static TerminalLines ofThisProcess() {
        Console console = System.console();
        return console != null && console.isTerminal() ? OwnTerminal.LINES : null;
    }

    private static final class OwnTerminal {
        static final TerminalLines LINES = new TerminalLines(System.in);
    }

    /** The next line; null when none came in this time; {@link #END} when there will be none. */
    @Nullable
    String next(Duration patience) throws InterruptedException {
        synchronized (this) {
            if (reader == null) {
                reader = Thread.ofPlatform().daemon().name("terminal").start(this::read);
            }
        }
        return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // the terminal is gone
        }
        lines.add(END);
    }
}
