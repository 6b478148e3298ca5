package dev.skiff.api.rest;

import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Await;
import dev.skiff.port.Executors;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.service.WebServer;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.Yaml;
import dev.skiff.standalone.Drive;
import dev.skiff.standalone.NoExecutors;
import dev.skiff.standalone.Parts;
import dev.skiff.standalone.StandaloneService;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The server of one machine, with steps that end at once. */
class RestOnMachineTest extends RestContract {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String TOKEN = "token-of-the-machine";

    @TempDir
    static Path data;

    private static Place place;

    @BeforeAll
    static void serve() {
        place = new Place();
    }

    @AfterAll
    static void end() {
        place.close();
    }

    @Override
    RestPlace place() {
        return place;
    }

    private static final class Place implements RestPlace {
        private final Vertx vertx = Vertx.vertx();
        private final StandaloneService service;
        private final WebServer.Opened server;

        Place() {
            Ports ports = new Ports(
                    new FileRunStore(data),
                    new TimerAlarms(CLOCK),
                    new FileLocks(data),
                    new FileCaches(data, CLOCK),
                    CLOCK);
            FakeExecutor executor = FakeExecutor.immediate(
                    task -> task.template().container().getCommand().contains("false")
                            ? Fate.fails(1)
                            : Fate.prints("hello\n"),
                    CLOCK);
            service = new StandaloneService(
                    new Parts(
                            new NoExecutors(),
                            new FileRunStore(data),
                            new FileRunCatalog(data, CLOCK),
                            new FileObjectStore(data, CLOCK),
                            new MemoryArtifacts(),
                            Yaml.NOTHING,
                            List.of("team"),
                            CLOCK,
                            new Random(7)),
                    new Drive("fake", executor, new Executors.Settings(false, null, true), ports));
            service.ready().join();
            server = ApiServers.open(
                    vertx,
                    CLOCK,
                    service,
                    new WebServer.Settings("127.0.0.1", 0, TOKEN, null, List.of(), WebServer.Settings.LARGEST_BODY));
        }

        @Override
        public String url() {
            return server.url();
        }

        @Override
        public String token() {
            return TOKEN;
        }

        @Override
        public String namespace() {
            return "team";
        }

        @Override
        public boolean hasArchive() {
            return true;
        }

        @Override
        public void ended(String name, String phase) {
            Await.until(phase, () -> phase(name).equals(phase), () -> phase(name));
        }

        private String phase(String name) {
            return RestCases.tree(new RestCases(this).given().get("/api/v1/workflows/{namespace}/" + name))
                    .at("/status/phase")
                    .asText();
        }

        @Override
        public void waiting(String name) {
            Await.until(
                    "a suspended node",
                    () -> new RestCases(this)
                            .given()
                            .get("/api/v1/workflows/{namespace}/" + name)
                            .asString()
                            .contains("\"Suspend\""),
                    () -> phase(name));
        }

        @Override
        public Response forbidden() {
            return new RestCases(this).anonymousOf().get("/api/v1/workflows/elsewhere");
        }

        @Override
        public void close() {
            server.close();
            service.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
