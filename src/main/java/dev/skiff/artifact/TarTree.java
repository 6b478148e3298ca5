package dev.skiff.artifact;

import dev.skiff.port.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A tar, compressed or not, as the tree that it becomes when it is unpacked (ART-03). All of it has been looked at before. */
final class TarTree implements FileTree {
    private static final int BUFFER = 1 << 16;

    /** An empty one has two blocks. */
    private static final int SMALLEST = 1024;

    private final Path file;
    private final ArchiveNames names;
    private final String top;

    private TarTree(Path file, ArchiveNames names) {
        this.file = file;
        this.names = names;
        this.top = names.onlyTop();
    }

    /** Whether it is a tar, compressed with gzip: what is unpacked without being asked for. */
    static boolean isCompressedTar(Path file) throws IOException {
        if (!isCompressed(file)) {
            return false;
        }
        try (TarArchiveInputStream tar = open(file)) {
            return tar.getNextEntry() != null;
        } catch (IOException | IllegalArgumentException e) {
            return false; // compressed, but no tar
        }
    }

    private static boolean isCompressed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /**
     * @param what names the artifact, for messages
     * @throws HostileArchiveException when it is no tar, or has entries that no artifact should have
     * @throws TooLargeException beyond the limits
     */
    static TarTree of(Path file, String what, Limits limits) throws IOException {
        ArchiveNames names = new ArchiveNames(what);
        Limits.Meter meter = limits.meter(what, Files.size(file));
        try (TarArchiveInputStream tar = open(file)) {
            byte[] buffer = new byte[BUFFER];
            if (Files.size(file) < SMALLEST && !isCompressed(file)) {
                throw new IOException("it is too short");
            }
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                meter.entry();
                Kind kind = kind(entry, what);
                String path = names.clean(entry.getName());
                if (!path.isEmpty()) {
                    names.note(path, kind, kind == Kind.HARD_LINK ? names.clean(entry.getLinkName()) : "");
                } else if (kind != Kind.DIRECTORY) {
                    throw new HostileArchiveException(what + " has an entry without a name");
                }
                for (int n = tar.read(buffer); n > 0; n = tar.read(buffer)) {
                    meter.bytes(n);
                }
            }
        } catch (HostileArchiveException | TooLargeException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new HostileArchiveException(what + " should be a tar archive, and cannot be read as one: "
                    + e.getMessage() + "; say 'archive: {none: {}}' for a file that is to be taken as it is");
        }
        return new TarTree(file, names);
    }

    private static Kind kind(TarArchiveEntry entry, String what) throws HostileArchiveException {
        if (entry.isSymbolicLink()) {
            return Kind.SYMBOLIC_LINK;
        }
        if (entry.isLink()) {
            return Kind.HARD_LINK;
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw new HostileArchiveException(what + " has the device or pipe " + entry.getName()
                    + ", which no artifact may have: only files, directories and links are unpacked");
        }
        return entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
    }

    @Override
    public void read(Reader reader) throws IOException {
        Directories directories = new Directories(reader);
        try (TarArchiveInputStream tar = open(file)) {
            if (top.isEmpty()) {
                reader.entry(ArchiveNames.directory("", Instant.EPOCH), InputStream.nullInputStream());
            }
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = names.clean(entry.getName());
                if (!name.isEmpty()) {
                    give(entry, name, tar, directories);
                }
            }
        }
    }

    private void give(TarArchiveEntry entry, String name, InputStream content, Directories directories)
            throws IOException {
        Kind kind = kind(entry, name);
        String path = ArchiveNames.below(top, name);
        directories.above(path, !top.isEmpty());
        int mode = kind == Kind.FILE || kind == Kind.DIRECTORY ? entry.getMode() & 0777 : 0;
        long size = kind == Kind.FILE ? entry.getRealSize() : 0;
        String target =
                switch (kind) {
                    case SYMBOLIC_LINK -> entry.getLinkName();
                    case HARD_LINK -> ArchiveNames.below(top, names.clean(entry.getLinkName()));
                    case FILE, DIRECTORY -> "";
                };
        directories.give(
                new Entry(
                        path,
                        kind,
                        mode,
                        size,
                        target,
                        entry.getLastModifiedTime().toInstant()),
                kind == Kind.FILE ? content : InputStream.nullInputStream());
    }

    private static TarArchiveInputStream open(Path file) throws IOException {
        boolean compressed = isCompressed(file);
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new TarArchiveInputStream(compressed ? new GZIPInputStream(in, BUFFER) : in, "UTF-8");
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Gives the directories that an archive takes for granted. */
    static final class Directories {
        private final Reader reader;
        private final Set<String> given = new HashSet<>();

        Directories(Reader reader) {
            this.reader = reader;
        }

        /** @param withRoot whether the root is among what has to be given */
        void above(String path, boolean withRoot) throws IOException {
            if (withRoot && !path.isEmpty() && given.add("")) {
                reader.entry(ArchiveNames.directory("", Instant.EPOCH), InputStream.nullInputStream());
            }
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                String parent = path.substring(0, slash);
                if (given.add(parent)) {
                    reader.entry(ArchiveNames.directory(parent, Instant.EPOCH), InputStream.nullInputStream());
                }
            }
        }

        void give(Entry entry, InputStream content) throws IOException {
            if (entry.isDirectory()) {
                given.add(entry.path());
            }
            reader.entry(entry, content);
        }
    }
}
