package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.it.SkiffCommand;
import dev.skiff.it.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workflows of our own that bring features together, on Docker: each {@code src/test/resources/language/NAME.yaml} must give the nodes in
 * {@code NAME.txt}, which a person has judged by the facts. {@code -Dskiff.golden.write=true} writes those anew.
 */
class LanguageIT {
    private static final Path WORKFLOWS = Path.of("src/test/resources/language");
    private static final String SUSPENDED = "supplied-outputs";
    private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);
    private static final Map<Path, CompletableFuture<SkiffCommand.Outcome>> RUNS = new LinkedHashMap<>();
    private static HttpServer server;

    @BeforeAll
    static void startThemAll() throws IOException {
        TestImages.ofTheExamples();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean found = exchange.getRequestURI().getPath().equals("/index.html");
            byte[] body = (found ? "hi there" : "not here").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                RUNS.put(file, CompletableFuture.supplyAsync(() -> run(file), WORKERS));
            }
        }
    }

    @AfterAll
    static void end() {
        WORKERS.shutdownNow();
        server.stop(0);
    }

    @TestFactory
    Stream<DynamicTest> theNodesAreThoseThatTheFactsSay() {
        return RUNS.entrySet().stream()
                .map(e -> dynamicTest(e.getKey().getFileName().toString(), () -> judge(e.getKey(), e.getValue())));
    }

    private static void judge(Path file, CompletableFuture<SkiffCommand.Outcome> running) throws IOException {
        SkiffCommand.Outcome outcome = running.join();
        assertThat(outcome.out()).as(outcome.toString()).isNotBlank();
        JsonNode workflow = outcome.workflow();
        String nodes = ADDRESS.matcher(StatusShape.ofWorkflow(workflow).text()).replaceAll("ADDRESS");
        Path golden = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(golden, nodes);
        }
        assertThat(nodes).as(outcome.err()).isEqualTo(Files.readString(golden));
        assertThat(StatusRules.breaches(workflow)).isEmpty();
        if (file.getFileName().toString().equals("locks.yaml")) {
            assertThat(Duration.between(end(workflow, "a"), end(workflow, "b")).abs())
                    .as("between the ends of two steps of three seconds that share a mutex")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    private static Instant end(JsonNode workflow, String step) {
        for (JsonNode node : workflow.at("/status/nodes")) {
            if (node.path("displayName").asText().equals(step)) {
                return Instant.parse(node.path("finishedAt").asText());
            }
        }
        throw new AssertionError("there is no node " + step);
    }

    private static SkiffCommand.Outcome run(Path file) {
        SkiffCommand skiff = SkiffCommand.in(directory.resolve("home"), directory);
        String name = file.getFileName().toString().replace(".yaml", "");
        List<String> command = new ArrayList<>(List.of("run", file.toString(), "--on", "docker", "--name", name));
        command.addAll(List.of("--parallelism", "4", "-o", "json"));
        if (name.contains("http")) {
            command.addAll(List.of("-p", "port=" + server.getAddress().getPort()));
        }
        SkiffCommand.Running running = skiff.start(command.toArray(String[]::new));
        if (name.equals(SUSPENDED)) {
            supply(skiff, name);
        }
        return running.outcome();
    }

    /** As soon as the step waits: what it is given, and that it may go on. */
    private static void supply(SkiffCommand skiff, String run) {
        Instant last = Instant.now().plus(PATIENCE);
        SkiffCommand.Outcome given;
        do {
            given = skiff.run("node", "set", run, "--node-field-selector", "displayName=ask", "-p", "answer=yes");
        } while (given.exitCode() != 0 && Instant.now().isBefore(last));
        assertThat(given.exitCode()).as(given.toString()).isZero();
        SkiffCommand.Outcome resumed = skiff.run("resume", run, "--node-field-selector", "displayName=ask");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
    }
}
