package dev.skiff.config;

import dev.skiff.artifact.ArtifactStores;
import dev.skiff.expr.GoDuration;
import dev.skiff.local.DataDirectory;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileKnownServers;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.LazyRunCatalog;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Alarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Caches;
import dev.skiff.port.Executors;
import dev.skiff.port.Handovers;
import dev.skiff.port.Locks;
import dev.skiff.port.Meters;
import dev.skiff.port.RunStore;
import dev.skiff.port.Serving;
import dev.skiff.port.Traces;
import dev.skiff.port.Vitals;
import dev.skiff.port.service.KnownServers;
import dev.skiff.port.service.Services;
import dev.skiff.runtime.Estimates;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.standalone.Parts;
import dev.skiff.telemetry.OtlpTraces;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The parts of the real process. Making them touches nothing: no file, no socket, no thread. */
@Singleton
final class Assembly {
    private final Path home = Path.of(System.getProperty("user.home"));
    private final Path data = DataDirectory.of(System.getenv(), home, System.getProperty("os.name"));

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Vitals vitals(InstantSource clock) {
        Duration age = GoDuration.parse(System.getenv().getOrDefault("HEALTHZ_AGE", ""));
        return new Vitals(clock, age == null ? Vitals.DEFAULT_AGE : age);
    }

    @Produces
    @Singleton
    RunStore store() {
        return new FileRunStore(data);
    }

    @Produces
    @Singleton
    KnownServers knownServers() {
        return new FileKnownServers(data);
    }

    @Produces
    @Singleton
    Services services(RunStore store, Executors executors, Artifacts artifacts, InstantSource clock) {
        return new InstalledServices(
                System.getenv(),
                home,
                clock,
                () -> new Parts(
                        executors,
                        store,
                        new LazyRunCatalog(data, clock),
                        new FileObjectStore(data, clock),
                        artifacts,
                        Resources.NONE,
                        List.of(),
                        clock,
                        new SecureRandom()));
    }

    @Produces
    @Singleton
    Alarms alarms(InstantSource clock) {
        return new TimerAlarms(clock);
    }

    @Produces
    @Singleton
    Locks locks() {
        return new FileLocks(data);
    }

    @Produces
    @Singleton
    Caches caches(InstantSource clock) {
        return new FileCaches(data, clock);
    }

    @Produces
    @Singleton
    Artifacts artifacts() {
        return new ArtifactStores(ArtifactStores.Options.in(data.resolve("artifacts"), configuration()));
    }

    /** {@code SKIFF_CONFIG}, else {@code config.yaml} in the data directory. */
    private Path configuration() {
        String given = System.getenv().getOrDefault("SKIFF_CONFIG", "");
        return given.isEmpty() ? data.resolve("config.yaml") : Path.of(given).toAbsolutePath();
    }

    @Produces
    @Singleton
    Serving serving(
            RunStore store, Executors executors, Ports ports, Artifacts artifacts, Vitals vitals, Handovers handovers) {
        return new InstalledServing(
                new ClusterServing(new ClusterServing.World(
                        System.getenv(),
                        home,
                        Clock.systemUTC(),
                        artifacts,
                        ports.meters(),
                        ports.traces(),
                        vitals,
                        handovers)),
                new MachineServing(new MachineServing.World(
                        data, store, executors, ports, artifacts, vitals, new SecureRandom())));
    }

    @Produces
    @Singleton
    Ports ports(
            RunStore store,
            Alarms alarms,
            Locks locks,
            Caches caches,
            InstantSource clock,
            Meters meters,
            Traces traces) {
        return new Ports(store, alarms, locks, caches, clock, meters, new Estimates(), traces);
    }

    @Produces
    @Singleton
    Traces traces() {
        return OtlpTraces.of(System.getenv());
    }

    void close(@Disposes Traces traces) {
        traces.close();
    }

    @Produces
    @Singleton
    Handovers handovers() {
        return new Handovers();
    }

    @Produces
    @Singleton
    Executors executors(InstantSource clock, Artifacts artifacts, Handovers handovers) {
        return new InstalledExecutors(data, home, System.getenv(), clock, artifacts, configuration(), handovers);
    }
}
