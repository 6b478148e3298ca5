package dev.skiff.port;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tree of files on this machine: read as one, and made from one. */
public final class LocalTree implements FileTree {
    private static final LinkOption[] THE_LINK_ITSELF = {LinkOption.NOFOLLOW_LINKS};
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path root;

    /** @param root a file or directory; when it is a symbolic link, what it leads to */
    public LocalTree(Path root) {
        this.root = root;
    }

    /** In the order of the names. Pipes, sockets and devices are left out. */
    @Override
    public void read(Reader reader) throws IOException {
        read(root.toRealPath(), "", reader);
    }

    private static void read(Path at, String path, Reader reader) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(at, BasicFileAttributes.class, THE_LINK_ITSELF);
        Instant modified = attributes.lastModifiedTime().toInstant();
        if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(at).toString();
            reader.entry(new Entry(path, Kind.SYMBOLIC_LINK, 0, 0, target, modified), InputStream.nullInputStream());
        } else if (attributes.isRegularFile()) {
            try (InputStream content = Files.newInputStream(at)) {
                reader.entry(new Entry(path, Kind.FILE, mode(at), attributes.size(), "", modified), content);
            }
        } else if (attributes.isDirectory()) {
            reader.entry(new Entry(path, Kind.DIRECTORY, mode(at), 0, "", modified), InputStream.nullInputStream());
            for (Path child : children(at)) {
                String name = child.getFileName().toString();
                read(child, path.isEmpty() ? name : path + "/" + name, reader);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    private static int mode(Path file) throws IOException {
        int mode = 0;
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file, THE_LINK_ITSELF)) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }

    /**
     * Makes {@code target} what the tree is. Directories join those that are there, anything else is replaced. Directories above the target
     * are made for the owner alone.
     *
     * @throws IOException also when an entry would come to lie outside of {@code target}: the tree breaks its promise
     */
    public static void write(FileTree tree, Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Deque<Mode> directories = new ArrayDeque<>();
        tree.read((entry, content) -> put(entry, content, target, directories));
        for (Mode directory :
                directories) { // the deepest first: one that forbids writing may have had to be written to
            Files.setPosixFilePermissions(directory.path(), permissions(directory.bits()));
        }
    }

    private record Mode(Path path, int bits) {}

    private static void put(Entry entry, InputStream content, Path target, Deque<Mode> directories) throws IOException {
        Path place = inside(target, entry.path());
        if (!entry.isRoot() && !isDirectory(place.getParent())) {
            throw new FileSystemException(place.toString(), null, "lies below something that is no directory");
        }
        switch (entry.kind()) {
            case DIRECTORY -> {
                if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(place, OWNER_ONLY);
                } else {
                    Files.deleteIfExists(place);
                    Files.createDirectory(place, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                }
                directories.push(new Mode(place, entry.mode()));
            }
            case FILE -> {
                delete(place);
                Files.createFile(
                        place,
                        PosixFilePermissions.asFileAttribute(
                                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
                try (var out = Files.newOutputStream(place)) {
                    content.transferTo(out);
                }
                Files.setLastModifiedTime(place, FileTime.from(entry.modified()));
                Files.setPosixFilePermissions(place, permissions(entry.mode()));
            }
            case SYMBOLIC_LINK -> {
                delete(place);
                Files.createSymbolicLink(place, Path.of(entry.target()));
            }
            case HARD_LINK -> {
                delete(place);
                Path original = inside(target, entry.target());
                if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileSystemException(place.toString(), null, "is a link to what is no file");
                }
                Files.createLink(place, original);
            }
        }
    }

    private static boolean isDirectory(@Nullable Path place) {
        return place != null && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path inside(Path target, String path) throws IOException {
        Path place = path.isEmpty() ? target : target.resolve(path);
        if (!place.normalize().equals(place) || !place.startsWith(target)) {
            throw new FileSystemException(path, null, "leads out of its directory");
        }
        return place;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    /** Deletes a file, or a directory with everything in it; follows no links; nothing being there is no error. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setPosixFilePermissions(directory, OWNER_ONLY);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
