package dev.skiff.cli;

import dev.skiff.port.Alarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Caches;
import dev.skiff.port.Executors;
import dev.skiff.port.Locks;
import dev.skiff.port.RunStore;
import dev.skiff.port.Serving;
import dev.skiff.port.Traces;
import dev.skiff.port.service.KnownServers;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.WebServer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The context of the real process. */
@Singleton
final class CommandContextProducer {

    @Produces
    @Singleton
    CommandContext context(
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
            InstantSource clock) {
        return new CommandContext(
                store,
                executors,
                alarms,
                locks,
                caches,
                artifacts,
                serving,
                webServer,
                knownServers,
                services,
                traces,
                clock,
                new SecureRandom(),
                System.getenv(),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err));
    }

    /** What is printed is JSON, YAML and logs: UTF-8 whatever the locale. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
