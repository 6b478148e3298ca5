package dev.skiff.standalone;

import dev.skiff.host.HostExecutor;
import dev.skiff.host.HostOptions;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Executors;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.WorkflowService.Session;
import dev.skiff.port.service.WorkflowServiceContract;
import dev.skiff.runtime.DirectExecutor;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.RoutingExecutor;
import dev.skiff.runtime.Yaml;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract with real processes; one service for all of it, as a server is. */
class StandaloneOnHostIT extends WorkflowServiceContract {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    static Path data;

    private static StandaloneService service;

    @BeforeAll
    static void begin() {
        var artifacts = new MemoryArtifacts();
        var host = new HostExecutor(
                HostOptions.in(data.resolve("host")).withEnvironment(System.getenv()), CLOCK, artifacts);
        service = new StandaloneService(
                new Parts(
                        new NoExecutors(),
                        new FileRunStore(data),
                        new FileRunCatalog(data, CLOCK),
                        new FileObjectStore(data, CLOCK),
                        artifacts,
                        Yaml.NOTHING,
                        List.of(),
                        CLOCK,
                        new Random(System.nanoTime())),
                new Drive(
                        "host",
                        new RoutingExecutor(host, new DirectExecutor(List.of(), CLOCK)),
                        new Executors.Settings(false, null, true),
                        new Ports(
                                new FileRunStore(data),
                                new TimerAlarms(CLOCK),
                                new FileLocks(data),
                                new FileCaches(data, CLOCK),
                                CLOCK)));
        service.ready().join();
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Override
    protected Session session() {
        return service.as(Caller.NOBODY);
    }

    @Override
    protected String namespace() {
        return "default";
    }
}
