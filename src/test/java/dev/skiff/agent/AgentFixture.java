package dev.skiff.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.MalformedException;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactBuilder;
import dev.skiff.model.HTTPArtifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the agent as a process of its own, on a JVM, with a web server as its world. */
abstract class AgentFixture {
    private static final int SECONDS = 120;

    @TempDir
    Path directory;

    Site site;
    final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
        try (var left = Files.list(directory)) {
            assertThat(left.filter(f -> f.getFileName().toString().startsWith(".skiff-agent-")))
                    .as("what was on its way")
                    .isEmpty();
        }
    }

    /** How the agent ended, and what it left. */
    record Ended(int exitCode, String stdout, String stderr, String terminationMessage) {
        AgentReport report() {
            try {
                return AgentReport.decode(terminationMessage)
                        .orElseThrow(() -> new AssertionError("no report: " + terminationMessage + " " + stderr));
            } catch (MalformedException e) {
                throw new AssertionError(terminationMessage, e);
            }
        }
    }

    Path terminationLog() {
        return directory.resolve("termination-log");
    }

    AgentPlan plan() {
        return AgentPlan.of("main", new Reporting(terminationLog().toString(), 3500, "", "", 600));
    }

    AgentPlan postingPlan(int patienceSeconds) {
        return AgentPlan.of(
                "main",
                new Reporting(
                        terminationLog().toString(), 3500, site.url("/handover/ns/pod"), "one-time", patienceSeconds));
    }

    String in(String name) {
        return directory.resolve(name).toString();
    }

    ArtifactBuilder at(String name, String url) {
        return Artifact.builder()
                .name(name)
                .path(in(name))
                .http(new HTTPArtifact(null, List.of(), null, site.url(url)));
    }

    Ended run(AgentPlan plan, String... command) throws IOException, InterruptedException {
        return run(plan.encode(), command);
    }

    Ended run(String plan, String... command) throws IOException, InterruptedException {
        return await(start(plan, command));
    }

    Process start(String plan, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("--"));
        words.addAll(List.of(command));
        return startAgent(plan, words);
    }

    /** @param arguments the agent's own */
    Process startAgent(String plan, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Agent.class.getName()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("TMPDIR", directory.toString());
        builder.environment().put(AgentPlan.VARIABLE, plan);
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(directory.resolve("stdout").toFile());
        builder.redirectError(directory.resolve("stderr").toFile());
        return builder.start();
    }

    Ended await(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the agent runs on after " + SECONDS + " seconds: "
                    + Files.readString(directory.resolve("stderr")));
        }
        Path message = terminationLog();
        return new Ended(
                process.exitValue(),
                Files.readString(directory.resolve("stdout")),
                Files.readString(directory.resolve("stderr")),
                Files.exists(message) ? Files.readString(message, StandardCharsets.UTF_8) : "");
    }
}
