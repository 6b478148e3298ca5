package dev.skiff.cli;

import dev.skiff.port.Alarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Caches;
import dev.skiff.port.Executors;
import dev.skiff.port.Locks;
import dev.skiff.port.Meters;
import dev.skiff.port.RunStore;
import dev.skiff.port.Serving;
import dev.skiff.port.Traces;
import dev.skiff.port.service.KnownServers;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.WebServer;
import dev.skiff.runtime.Estimates;
import dev.skiff.runtime.Ports;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What commands work with: the assembled parts, and the world around the process.
 *
 * @param random for names
 * @param out standard output, for what the command is asked for
 * @param err standard error, for everything else
 */
public record CommandContext(
        RunStore store,
        Executors executors,
        Alarms alarms,
        Locks locks,
        Caches caches,
        Artifacts artifacts,
        Serving serving,
        WebServer webServer,
        KnownServers knownServers,
        Services services,
        Traces traces,
        InstantSource clock,
        RandomGenerator random,
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err) {

    /** Null when nobody sits before a terminal. */
    @Nullable
    TerminalLines terminal() {
        return in == System.in ? TerminalLines.ofThisProcess() : null;
    }

    /** What runs need beside an executor. */
    Ports ports() {
        return new Ports(store, alarms, locks, caches, clock, Meters.NONE, new Estimates(), traces);
    }
}
