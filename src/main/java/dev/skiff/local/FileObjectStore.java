package dev.skiff.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.ObjectStore;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.ResourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects in files {@code DATA/objects/KIND/NAMESPACE/NAME.json}, which only the user may read. */
public final class FileObjectStore implements ObjectStore {
    private static final String JSON = ".json";
    /** A DNS-1123 subdomain: nothing in it leads to another directory. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 253;
    /** The directory of kinds without namespaces; no namespace is named so. */
    private static final String NO_NAMESPACE = "_cluster";

    private record Read(
            FileTime modified, long size, @Nullable Object key, ObjectNode object) {}

    private final Path directory;
    private final InstantSource clock;
    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    /** @param data see {@link DataDirectory} */
    public FileObjectStore(Path data, InstantSource clock) {
        this.directory = data.resolve("objects");
        this.clock = clock;
    }

    @Override
    public List<ObjectNode> list(ResourceKind kind) {
        Path all = directory.resolve(kind.plural());
        List<ObjectNode> found = new ArrayList<>();
        try {
            for (Path namespace : children(all)) {
                for (Path file : children(namespace)) {
                    if (file.getFileName().toString().endsWith(JSON)) {
                        object(file).ifPresent(found::add);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new StoreException("cannot read the " + kind.plural() + ": " + PrivateFiles.sentence(e, all), e);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public Optional<ObjectNode> find(ResourceKind kind, String namespace, String name) {
        Path file = file(kind, namespace, name);
        try {
            return object(file);
        } catch (IOException e) {
            throw cannot("read", kind, name, file, e);
        }
    }

    private Optional<ObjectNode> object(Path file) throws IOException {
        try {
            BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
            Read known = read.get(file);
            if (known == null
                    || !known.modified().equals(its.lastModifiedTime())
                    || known.size() != its.size()
                    || !Objects.equals(known.key(), its.fileKey())) {
                JsonNode tree = ModelMapper.lenient().readTree(Files.readAllBytes(file));
                if (!(tree instanceof ObjectNode object)) {
                    throw new IOException("it holds no object");
                }
                known = new Read(its.lastModifiedTime(), its.size(), its.fileKey(), object);
                read.put(file, known);
            }
            return Optional.of(known.object().deepCopy());
        } catch (NoSuchFileException e) {
            read.remove(file);
            return Optional.empty();
        }
    }

    @Override
    public Optional<ObjectNode> edit(ResourceKind kind, String namespace, String name, Edit edit) {
        Path file = file(kind, namespace, name);
        try (FileGuard guard = FileGuard.of(directory)) {
            ObjectNode present = object(file).orElse(null);
            ObjectNode next = edit.apply(present == null ? null : present.deepCopy());
            if (next == null && present == null) {
                return Optional.empty();
            }
            long version = Math.max(version() + 1, clock.millis() * 1000);
            if (next == null) {
                Files.deleteIfExists(file);
            } else {
                next.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
                PrivateFiles.createDirectories(place(kind, namespace));
                PrivateFiles.replace(file, bytes(next));
            }
            PrivateFiles.replace(versionFile(), Long.toString(version).getBytes(StandardCharsets.UTF_8));
            return Optional.ofNullable(next);
        } catch (IOException e) {
            throw cannot("keep", kind, name, file, e);
        }
    }

    private static byte[] bytes(ObjectNode object) {
        try {
            return ModelMapper.strict().writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    @Override
    public long version() {
        try {
            return Long.parseLong(Files.readString(versionFile()).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            // cut off by a crash of the machine: the clock goes on
            return 0;
        } catch (IOException e) {
            throw new StoreException("cannot read the objects: " + PrivateFiles.sentence(e, directory), e);
        }
    }

    private Path versionFile() {
        return directory.resolve("version");
    }

    private Path file(ResourceKind kind, String namespace, String name) {
        return place(kind, namespace).resolve(checked(name, kind.kind()) + JSON);
    }

    private Path place(ResourceKind kind, String namespace) {
        String place = kind.namespaced() ? checked(namespace, "namespace") : NO_NAMESPACE;
        return directory.resolve(kind.plural()).resolve(place);
    }

    private static String checked(String name, String what) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new StoreException("'" + name + "' cannot be the name of a " + what + ": at most " + LONGEST_NAME
                    + " characters of a-z, 0-9, '-' and '.', with a letter or digit first and last");
        }
        return name;
    }

    private static StoreException cannot(String what, ResourceKind kind, String name, Path file, IOException e) {
        return new StoreException(
                "cannot " + what + " the " + kind.kind() + " " + name + ": " + PrivateFiles.sentence(e, file), e);
    }
}
