package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.service.Download;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Artifacts in memory, by their keys; each is a list of entries. */
public final class MemoryArtifacts implements Artifacts {
    private final Map<String, List<Stored>> byKey = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(FileTree.Entry entry, byte[] content) {}

    public static Artifact at(String name, String path, String key) {
        return Artifact.builder().name(name).path(path).s3(keyAlone(key)).build();
    }

    private static S3Artifact keyAlone(String key) {
        return new S3Artifact(null, null, null, null, null, null, null, null, key, null, null, null, null, null);
    }

    /** A file at the key. */
    public void put(String key, String text) {
        byKey.put(key, List.of(file("", text)));
    }

    /** A directory at the key: relative path → text. */
    public void put(String key, Map<String, String> files) {
        List<Stored> entries = new ArrayList<>();
        entries.add(
                new Stored(new FileTree.Entry("", FileTree.Kind.DIRECTORY, 0755, 0, "", Instant.EPOCH), new byte[0]));
        files.forEach((path, text) -> entries.add(file(path, text)));
        byKey.put(key, entries);
    }

    private static Stored file(String path, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return new Stored(
                new FileTree.Entry(path, FileTree.Kind.FILE, 0644, content.length, "", Instant.EPOCH), content);
    }

    /** {@code path=text} of each file, {@code path/} of each directory, {@code path->target} of each link. */
    public List<String> at(String key) {
        return byKey.getOrDefault(key, List.of()).stream()
                .map(s -> switch (s.entry().kind()) {
                    case FILE -> s.entry().path() + "=" + new String(s.content(), StandardCharsets.UTF_8);
                    case DIRECTORY -> s.entry().path() + "/";
                    case SYMBOLIC_LINK, HARD_LINK ->
                        s.entry().path() + "->" + s.entry().target();
                })
                .toList();
    }

    /** How many of those that were fetched are not closed yet. */
    public int unclosed() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Optional<Fetched> load(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        String key = key(artifact);
        List<Stored> stored = byKey.get(key);
        if (stored == null) {
            if (Boolean.TRUE.equals(artifact.optional())) {
                return Optional.empty();
            }
            throw ArtifactException.notFound("artifact '" + artifact.name() + "' is not there");
        }
        open.merge(key, 1, Integer::sum);
        return Optional.of(new Fetched() {
            @Override
            public void read(Reader reader) throws IOException {
                for (Stored one : stored) {
                    reader.entry(one.entry(), new ByteArrayInputStream(one.content()));
                }
            }

            @Override
            public void close() {
                open.merge(key, -1, Integer::sum);
            }
        });
    }

    private static String key(Artifact artifact) {
        S3Artifact s3 = artifact.s3();
        return s3 == null || s3.key() == null ? "" : s3.key();
    }

    @Override
    public OutputArtifact save(RunContext run, Task task, Artifact declared, FileTree content) throws IOException {
        if (declared.name().equals("unsavable")) {
            return new OutputArtifact.Unsaved("no room");
        }
        List<Stored> entries = new ArrayList<>();
        content.read((entry, bytes) -> entries.add(new Stored(entry, bytes.readNBytes((int) entry.size()))));
        return saved(task, declared, declared.name(), entries);
    }

    @Override
    public OutputArtifact saveLog(RunContext run, Task task, String container, Log log) throws IOException {
        var bytes = new ByteArrayOutputStream();
        log.writeTo(bytes);
        Artifact artifact = Artifact.builder().name(container + "-logs").build();
        return saved(task, artifact, container + ".log", List.of(file("", bytes.toString(StandardCharsets.UTF_8))));
    }

    private OutputArtifact saved(Task task, Artifact declared, String name, List<Stored> entries) {
        String key = task.nodeId() + "/" + name;
        byKey.put(key, entries);
        return new OutputArtifact.Saved(declared.toBuilder().s3(keyAlone(key)).build());
    }

    @Override
    public List<String> list(RunContext run, Task task, Artifact artifact) {
        String prefix = key(artifact) + "/";
        return byKey.keySet().stream()
                .filter(k -> k.startsWith(prefix))
                .map(k -> k.substring(prefix.length()))
                .toList();
    }

    @Override
    public Download open(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException {
        List<Stored> stored = byKey.get(key(artifact));
        if (stored == null) {
            throw ArtifactException.notFound("artifact '" + artifact.name() + "' is not there");
        }
        byte[] content = stored.getFirst().content();
        return new Download(artifact.name(), "text/plain", content.length, new ByteArrayInputStream(content));
    }

    @Override
    public void delete(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact) {
        byKey.remove(key(artifact));
    }

    @Override
    public void deleteAll(String run) {
        byKey.keySet().removeIf(k -> k.startsWith(run + "/"));
    }
}
