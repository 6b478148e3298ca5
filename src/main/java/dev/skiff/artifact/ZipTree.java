package dev.skiff.artifact;

import dev.skiff.port.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Enumeration;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A zip as the tree that it becomes when it is unpacked (ART-03). All of it has been looked at before. */
final class ZipTree implements FileTree {
    private static final int MAX_LINK = 4096;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ArchiveNames names;
    private final String top;

    private ZipTree(Path file, ArchiveNames names) {
        this.file = file;
        this.names = names;
        this.top = names.onlyTop();
    }

    /** As {@link TarTree#of}; the sizes that a zip claims are not believed. */
    static ZipTree of(Path file, String what, Limits limits) throws IOException {
        ArchiveNames names = new ArchiveNames(what);
        Limits.Meter meter = limits.meter(what, Files.size(file));
        try (ZipFile zip = open(file)) {
            byte[] buffer = new byte[BUFFER];
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                meter.entry();
                String path = names.clean(entry.getName());
                if (!path.isEmpty()) {
                    names.note(path, kind(entry), "");
                }
                try (InputStream content = content(zip, entry)) {
                    for (int n = content.read(buffer); n > 0; n = content.read(buffer)) {
                        meter.bytes(n);
                    }
                }
            }
        } catch (HostileArchiveException | TooLargeException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new HostileArchiveException(
                    what + " should be a zip archive, and cannot be read as one: " + e.getMessage());
        }
        return new ZipTree(file, names);
    }

    private static ZipFile open(Path file) throws IOException {
        return ZipFile.builder().setPath(file).get();
    }

    /**
     * Stored or deflated, as nearly every zip in the world is. The library's own way to the content knows more methods, by libraries
     * that are not here, and a native executable cannot be built of what names them.
     */
    private static InputStream content(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        boolean isEncrypted = entry.getGeneralPurposeBit().usesEncryption();
        if (isEncrypted || entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw new IOException("'" + entry.getName() + "' is "
                    + (isEncrypted
                            ? "encrypted"
                            : "compressed by the method " + entry.getMethod() + "; make the archive with deflate"));
        }
        InputStream raw = zip.getRawInputStream(entry);
        if (entry.getMethod() == ZipEntry.STORED) {
            return raw;
        }
        Inflater inflater = new Inflater(true);
        // a raw stream wants one byte more than there is
        InputStream padded = new SequenceInputStream(raw, new ByteArrayInputStream(new byte[1]));
        return new InflaterInputStream(padded, inflater, BUFFER) {
            @Override
            public void close() throws IOException {
                inflater.end();
                super.close();
            }
        };
    }

    private static Kind kind(ZipArchiveEntry entry) {
        return entry.isUnixSymlink() ? Kind.SYMBOLIC_LINK : entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
    }

    @Override
    public void read(Reader reader) throws IOException {
        TarTree.Directories directories = new TarTree.Directories(reader);
        try (ZipFile zip = open(file)) {
            if (top.isEmpty()) {
                reader.entry(ArchiveNames.directory("", Instant.EPOCH), InputStream.nullInputStream());
            }
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                String name = names.clean(entry.getName());
                if (!name.isEmpty()) {
                    give(zip, entry, ArchiveNames.below(top, name), directories);
                }
            }
        }
    }

    private void give(ZipFile zip, ZipArchiveEntry entry, String path, TarTree.Directories directories)
            throws IOException {
        directories.above(path, !top.isEmpty());
        Instant modified = entry.getLastModifiedTime().toInstant();
        int bits = entry.getUnixMode() & 0777;
        switch (kind(entry)) {
            case DIRECTORY ->
                directories.give(
                        new Entry(path, Kind.DIRECTORY, bits == 0 ? 0755 : bits, 0, "", modified),
                        InputStream.nullInputStream());
            case SYMBOLIC_LINK -> {
                try (InputStream content = content(zip, entry)) {
                    String target = new String(content.readNBytes(MAX_LINK), StandardCharsets.UTF_8);
                    directories.give(
                            new Entry(path, Kind.SYMBOLIC_LINK, 0, 0, target, modified), InputStream.nullInputStream());
                }
            }
            case FILE, HARD_LINK -> {
                try (InputStream content = content(zip, entry)) {
                    directories.give(
                            new Entry(path, Kind.FILE, bits == 0 ? 0644 : bits, entry.getSize(), "", modified),
                            content);
                }
            }
        }
    }
}
