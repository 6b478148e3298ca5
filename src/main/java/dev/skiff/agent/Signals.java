package dev.skiff.agent;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** Signals that the agent gets are meant for the user's command. Before it runs they end the agent; afterwards they change nothing. */
final class Signals {
    /** Those that end a process that does not expect them, and that a pod or its image may choose to be stopped with. */
    private static final List<String> FORWARDED = List.of("TERM", "INT", "HUP", "QUIT", "USR1", "USR2");

    /** Of these a command may make what it likes: they are no wish that it ends. */
    private static final List<String> MERE_NEWS = List.of("USR1", "USR2");

    private final Runnable endedEarly;
    private @Nullable Process command;
    private boolean over;
    private boolean stopped;

    interface Start {
        Process start() throws IOException;
    }

    /** @param endedEarly ends the agent; called on a thread of its own when a signal comes before the command was started */
    Signals(Runnable endedEarly) {
        this.endedEarly = endedEarly;
    }

    void install() {
        for (String name : FORWARDED) {
            try {
                Signal.handle(new Signal(name), signal -> arrived(name, signal.getNumber()));
            } catch (IllegalArgumentException e) {
                // a JVM keeps some for itself; the native executable does not
                continue;
            }
        }
        if (Linux.isNative()) {
            Signal.handle(new Signal("CHLD"), _ -> childEnded());
        }
    }

    /** From here on the process gets the signals. One that comes meanwhile waits. */
    synchronized Process start(Start start) throws IOException {
        Process started = start.start();
        command = started;
        return started;
    }

    /** The command has ended, and perhaps it is started once more. */
    synchronized void ended() {
        command = null;
    }

    /** No command will be started any more. */
    synchronized void over() {
        command = null;
        over = true;
    }

    /** Whether somebody wants the command to end. */
    synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void arrived(String name, int number) {
        if (over) {
            return;
        }
        stopped |= !MERE_NEWS.contains(name);
        if (command != null) {
            Linux.signal(command, number);
        } else if (stopped) {
            endedEarly.run();
        }
    }

    private synchronized void childEnded() {
        if (command != null && !over) {
            Linux.reapOrphans(command.pid());
        }
    }
}
