package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import dev.skiff.port.LocalTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Keys as paths below a directory of this machine, which only its owner may read. */
final class DirectoryStore implements Store {
    private final Path base;
    private final Path place;

    /** @throws ArtifactException for a key that leads out of the directory (ART-10) */
    DirectoryStore(Path base, String key) throws ArtifactException {
        this.base = base;
        for (String name : key.split("/", -1)) {
            if (name.equals("..") || name.indexOf('\0') >= 0) {
                throw new ArtifactException("the key '" + key + "' attempted to use a path containing '..'."
                        + " Directory traversal is not permitted");
            }
        }
        this.place = base.resolve(key.replaceAll("^/+|/+$", "")).normalize();
    }

    @Override
    public String shown() {
        return place.toString();
    }

    @Override
    public Content fetch(Path fresh, Limits.Meter meter) throws ArtifactException {
        if (!Files.exists(place)) {
            throw ArtifactException.notFound("there is nothing at " + place);
        }
        return new Content(place, false, false);
    }

    /** A file is there as a whole or not at all; the files of a directory join what is there, as they do in S3. */
    @Override
    public void put(Path content) throws IOException {
        Files.createDirectories(
                Objects.requireNonNull(place.getParent(), "a key names something below the directory"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.isDirectory(content) && Files.isDirectory(place)) {
            merge(content);
            return;
        }
        if (Files.isDirectory(content) || Files.isDirectory(place)) {
            LocalTree.delete(place);
        }
        move(content, place);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void merge(Path content) throws IOException {
        Files.walkFileTree(content, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path there = place.resolve(content.relativize(directory));
                if (!Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(there);
                    Files.createDirectory(there);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path there = place.resolve(content.relativize(file));
                if (Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
                    LocalTree.delete(there);
                }
                move(file, there);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public List<String> list() throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            files.filter(f -> !Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
                    .map(f -> place.relativize(f).toString())
                    .sorted()
                    .forEach(keys::add);
        }
        return keys;
    }

    @Override
    public void delete() throws IOException {
        LocalTree.delete(place);
        for (Path above = place.getParent();
                above != null && above.startsWith(base) && !above.equals(base) && isEmpty(above);
                above = above.getParent()) {
            Files.deleteIfExists(above);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.findAny().isEmpty();
        }
    }
}
