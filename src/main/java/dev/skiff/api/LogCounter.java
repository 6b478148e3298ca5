package dev.skiff.api;

import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Counts the lines of the log by their level, while this process listens. */
@Singleton
final class LogCounter extends Handler {

    private final Instance<Meters> meters;
    private final boolean listens;

    @Inject
    LogCounter(Instance<Meters> meters, @ConfigProperty(name = "quarkus.http.host-enabled") boolean listens) {
        this.meters = meters;
        this.listens = listens;
    }

    void begin(@Observes StartupEvent started) {
        if (listens) {
            Logger.getLogger("").addHandler(this);
        }
    }

    @Override
    public void publish(LogRecord line) {
        meters.get().count(Meter.LOG_MESSAGES, level(line.getLevel()));
    }

    /** Argo knows three. */
    static String level(Level level) {
        int size = level.intValue();
        return size >= Level.SEVERE.intValue() ? "error" : size >= Level.WARNING.intValue() ? "warn" : "info";
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        // nothing is open
    }
}
