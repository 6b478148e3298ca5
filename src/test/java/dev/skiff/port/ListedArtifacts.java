package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.port.service.Download;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that has the same keys wherever it is asked, and whose artifacts are files with their {@code raw} data. Nothing is saved. */
public final class ListedArtifacts implements Artifacts {
    private final List<String> keys;
    private final @Nullable String broken;
    private @Nullable Artifact asked;

    public ListedArtifacts(List<String> keys) {
        this(keys, null);
    }

    private ListedArtifacts(List<String> keys, @Nullable String broken) {
        this.keys = keys;
        this.broken = broken;
    }

    public static ListedArtifacts broken(String why) {
        return new ListedArtifacts(List.of(), why);
    }

    /** The artifact that was asked for last. */
    public Artifact asked() {
        return Objects.requireNonNull(asked);
    }

    @Override
    public Optional<Fetched> load(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        asked = artifact;
        if (broken != null) {
            throw new ArtifactException(broken);
        }
        var raw = artifact.raw();
        if (raw == null) {
            return Optional.empty();
        }
        byte[] bytes = raw.data().getBytes(StandardCharsets.UTF_8);
        var entry = new FileTree.Entry("", FileTree.Kind.FILE, 0644, bytes.length, "", Instant.EPOCH);
        return Optional.of(new Fetched() {
            @Override
            public void read(Reader reader) throws java.io.IOException {
                reader.entry(entry, new ByteArrayInputStream(bytes));
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public OutputArtifact save(RunContext run, Task task, Artifact declared, FileTree content) {
        return new OutputArtifact.Unsaved("nothing is saved here");
    }

    @Override
    public OutputArtifact saveLog(RunContext run, Task task, String container, Log log) {
        return new OutputArtifact.Unsaved("nothing is saved here");
    }

    @Override
    public List<String> list(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        asked = artifact;
        if (broken != null) {
            throw new ArtifactException(broken);
        }
        return keys;
    }

    @Override
    public Download open(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException {
        throw ArtifactException.notFound("artifact '" + artifact.name() + "' is not there");
    }

    @Override
    public void delete(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact) {}

    @Override
    public void deleteAll(String run) {}
}
