package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container engine that dies half-way. */
class DyingEngineIT {

    @TempDir
    Path directory;

    @Test
    void theRunEndsWithAMessageAndIsFinishedByResumeOnceTheEngineIsBack() throws IOException, InterruptedException {
        Shell.assumeRoot();
        String image = TestImages.busybox();
        Path place = Files.createTempDirectory("sk");
        try (var engine = new SecondEngine(place)) {
            engine.load(image);
            Path file = workflow(image);
            var skiff = SkiffCommand.in(directory).with("DOCKER_HOST", engine.host());
            var running = skiff.start("run", file.toString(), "--on", "docker");
            awaitContainer(engine);
            Thread.sleep(1000);
            engine.kill();

            var outcome = running.outcome();
            assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
            assertThat(outcome.out() + outcome.err())
                    .contains(engine.host().substring("unix://".length()))
                    .doesNotContain("\tat ");

            engine.startAgain();
            var resumed = skiff.run("resume", "engine-dies", "-o", "json");
            var status = resumed.workflow().path("status");
            assertThat(status.path("phase").asText()).as(resumed.toString()).isIn("Succeeded", "Failed", "Error");
            assertThat(status.path("nodes").findValuesAsText("phase")).doesNotContain("Running", "Pending");
            assertThat(engine.containers()).isEmpty();
        }
    }

    private Path workflow(String image) throws IOException {
        return Files.writeString(directory.resolve("engine-dies.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: engine-dies}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    steps: [[{name: first, template: wait}], [{name: second, template: wait}]]
                  - name: wait
                    container: {image: %s, command: [sleep, "5"]}
                """.formatted(image));
    }

    private static void awaitContainer(SecondEngine engine) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (engine.containers().isEmpty()) {
            assertThat(Instant.now()).as("no container was started").isBefore(end);
            Thread.sleep(50);
        }
    }
}
