package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Bundle;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.FileTree;
import dev.skiff.port.LocalTree;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores in a directory of their own, and a run to use them. */
abstract class StoresFixture {
    static final Limits LIMITS = new Limits(64 << 20, 10_000, 4 << 20);

    @TempDir
    Path directory;

    final List<ConfigMap> configMaps = new ArrayList<>();
    final List<Secret> secrets = new ArrayList<>();
    WorkflowSpec spec = WorkflowSpec.builder().build();
    private @Nullable ArtifactStores stores;

    ArtifactStores stores() {
        ArtifactStores made = stores;
        if (made == null) {
            made = new ArtifactStores(new ArtifactStores.Options(
                    directory.resolve("artifacts"),
                    directory.resolve("config.yaml"),
                    LIMITS,
                    Duration.ofMillis(5),
                    5 << 20));
            stores = made;
        }
        return made;
    }

    @AfterEach
    void nothingIsLeftOnItsWay() throws IOException {
        Path spool = directory.resolve("artifacts/spool");
        if (Files.exists(spool)) {
            try (var left = Files.walk(spool)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    RunContext run() {
        var metadata = new ObjectMetaBuilder()
                .withName("wf-1")
                .withNamespace("team")
                .withUid("u-1")
                .withCreationTimestamp("2026-11-25T16:05:09Z")
                .addToLabels("kind", "nightly")
                .build();
        return new RunContext(
                Workflow.builder().metadata(metadata).spec(spec).build(),
                new Bundle(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        configMaps,
                        secrets,
                        List.of(),
                        List.of()));
    }

    static Task task() {
        return task(null);
    }

    static Task task(@Nullable ArtifactLocation archiveLocation) {
        Template template =
                Template.builder().name("t").archiveLocation(archiveLocation).build();
        return new Task(new Task.Id("wf-1", "wf-1-7", "wf-1.a", "wf-1-t-7"), () -> template, List::of, false, null);
    }

    void secret(String name, Map<String, String> values) {
        secrets.add(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(values)
                .build());
    }

    static SecretKeySelector key(String secret, String key) {
        return new SecretKeySelector(key, secret, null);
    }

    /** Saves; fails when it is not saved. */
    Artifact save(Artifact declared, FileTree tree) throws IOException {
        OutputArtifact saved = stores().save(run(), task(), declared, tree);
        assertThat(saved).isInstanceOf(OutputArtifact.Saved.class);
        return ((OutputArtifact.Saved) saved).artifact();
    }

    String whyUnsaved(Artifact declared, FileTree tree) throws IOException {
        OutputArtifact saved = stores().save(run(), task(), declared, tree);
        assertThat(saved).isInstanceOf(OutputArtifact.Unsaved.class);
        return ((OutputArtifact.Unsaved) saved).why();
    }

    /** Loads into a fresh path. */
    Path load(Artifact artifact) throws IOException, ArtifactException {
        Path target = directory.resolve("loaded-" + System.nanoTime());
        try (var fetched = stores().load(run(), task(), artifact).orElseThrow()) {
            LocalTree.write(fetched, target);
        }
        return target;
    }

    /** A file with this text. */
    FileTree file(String text) throws IOException {
        Path file = directory.resolve("file-" + System.nanoTime());
        Files.writeString(file, text);
        return new LocalTree(file);
    }

    /** A directory with these files. */
    FileTree files(Map<String, String> files) throws IOException {
        Path root = directory.resolve("dir-" + System.nanoTime());
        Files.createDirectories(root);
        for (var entry : files.entrySet()) {
            Path file = root.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.getValue());
        }
        return new LocalTree(root);
    }

    /** {@code path=text} of every file below. */
    static List<String> contents(Path root) throws IOException {
        List<String> contents = new ArrayList<>();
        new LocalTree(root).read((entry, content) -> {
            if (entry.kind() == FileTree.Kind.FILE) {
                contents.add(entry.path() + "="
                        + new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        return contents;
    }
}
