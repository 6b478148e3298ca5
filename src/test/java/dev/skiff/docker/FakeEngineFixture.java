package dev.skiff.docker;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.SampleTask;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An executor on an engine that can misbehave. */
abstract class FakeEngineFixture {

    protected static final TaskRef A = new TaskRef("wf", "a");

    /** Short: a socket's path has at most 107 bytes. */
    private Path directory;

    protected FakeEngine engine;
    protected RecordingListener heard;
    protected ContainerExecutor executor;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createTempDirectory("sk");
        engine = new FakeEngine(directory);
        open(Duration.ofSeconds(20));
    }

    /** A new executor with that much patience with its engine. */
    protected final void open(Duration patience) {
        if (executor != null) {
            executor.close();
        }
        heard = new RecordingListener();
        executor = new ContainerExecutor(engine.endpoint(), options(patience), new MemoryArtifacts());
        executor.listen(heard);
        executor.prepare(context());
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        executor.close();
        Files.deleteIfExists(directory);
    }

    protected static RunContext context() {
        return contextOf("wf", List.of(), List.of());
    }

    /** @param claims names of volumeClaimTemplates */
    static RunContext contextOf(String run, List<String> claims, List<Secret> secrets) {
        var templates = claims.stream()
                .map(c -> new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(c)
                        .endMetadata()
                        .build())
                .toList();
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName(run).withUid("u-1").build())
                .spec(WorkflowSpec.builder().volumeClaimTemplates(templates).build())
                .build();
        return new RunContext(
                workflow,
                new Bundle(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), secrets, List.of(),
                        List.of()));
    }

    protected static SampleTask task(String nodeId) {
        return new SampleTask("wf", nodeId, "img:1");
    }

    private DockerOptions options(Duration patience) {
        return DockerOptions.usual(Clock.systemUTC(), Map.of(), directory).enginePatience(patience);
    }
}
