package dev.skiff.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Hears Ctrl-C, the request to terminate and the end of the terminal instead of dying of them, until closed. */
final class Signals implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private record Replaced(Signal signal, SignalHandler handler) {}

    private final List<Replaced> replaced = new ArrayList<>();

    /** @param heard is given the number of each signal, on a thread of its own */
    Signals(IntConsumer heard) {
        for (String name : NAMES) {
            try {
                Signal signal = new Signal(name);
                replaced.add(new Replaced(signal, Signal.handle(signal, s -> heard.accept(s.getNumber()))));
            } catch (IllegalArgumentException e) {
                // the JVM was told to leave this signal alone (-Xrs), or it is ignored (nohup)
            }
        }
    }

    /** Calls back, from now on, when the window of the terminal has another size; never on a system that does not tell. */
    static void onResize(Runnable resized) {
        try {
            Signal.handle(new Signal("WINCH"), s -> resized.run());
        } catch (IllegalArgumentException e) {
            // the size stays what it was at the start
        }
    }

    @Override
    public void close() {
        replaced.forEach(r -> Signal.handle(r.signal(), r.handler()));
    }
}
