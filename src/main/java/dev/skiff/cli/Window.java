package dev.skiff.cli;

import dev.skiff.cli.view.Terminal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The size of the terminal, asked anew only when the system says that it has changed. */
final class Window implements Supplier<Terminal> {
    private final int descriptor;
    private final Map<String, String> environment;
    private final AtomicBoolean changed = new AtomicBoolean();
    private volatile Terminal size;

    Window(int descriptor, Terminal size, Map<String, String> environment) {
        this.descriptor = descriptor;
        this.size = size;
        this.environment = environment;
        Signals.onResize(() -> changed.set(true));
    }

    @Override
    public Terminal get() {
        if (changed.getAndSet(false)) {
            size = Terminal.of(descriptor, environment).orElse(size);
        }
        return size;
    }
}
