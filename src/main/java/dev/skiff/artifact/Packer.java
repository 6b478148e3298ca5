package dev.skiff.artifact;

import dev.skiff.model.Artifact;
import dev.skiff.port.FileTree;
import dev.skiff.port.FileTree.Entry;
import dev.skiff.port.FileTree.Kind;
import dev.skiff.port.LocalTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** How an output artifact is packed (ART-01, ART-02). */
enum Packer {
    TAR(".tgz"),
    ZIP(".zip"),
    NONE("");

    private static final int DIRECTORY = 040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    private final String suffix;

    Packer(String suffix) {
        this.suffix = suffix;
    }

    static Packer of(Artifact artifact) {
        var archive = artifact.archive();
        if (archive == null) {
            return TAR;
        }
        return archive.none() != null ? NONE : archive.zip() != null ? ZIP : TAR;
    }

    /** The last part of the key of an artifact without a key. */
    String fileName(Artifact artifact) {
        return this == NONE ? baseName(artifact) : artifact.name() + suffix;
    }

    /** The last name of the artifact's path. */
    static String baseName(Artifact artifact) {
        String path = artifact.path() == null ? "" : artifact.path().replaceAll("/+$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? artifact.name() : name;
    }

    /** Makes {@code target} the archive of the tree; a file or directory as it is for {@link #NONE}. */
    void pack(FileTree tree, Artifact artifact, Path target) throws IOException {
        String root = baseName(artifact);
        switch (this) {
            case TAR -> tar(tree, root, level(artifact), target);
            case ZIP -> zip(tree, root, target);
            case NONE -> LocalTree.write(tree, target);
        }
    }

    /** Gzip's level; -1 is its default, 0 does not compress. */
    private static int level(Artifact artifact) throws IOException {
        var archive = artifact.archive();
        var tar = archive == null ? null : archive.tar();
        Integer level = tar == null ? null : tar.compressionLevel();
        if (level == null) {
            return -1;
        }
        if (level < -1 || level > 9) {
            throw new IOException("archive.tar.compressionLevel is " + level + "; it may be 0 (none) to 9 (smallest),"
                    + " or -1 for gzip's own choice");
        }
        return level;
    }

    private static void tar(FileTree tree, String root, int level, Path target) throws IOException {
        try (var tar = new TarArchiveOutputStream(
                new Gzip(new BufferedOutputStream(Files.newOutputStream(target)), level), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tree.read((entry, content) -> {
                TarArchiveEntry to = tarEntry(entry, under(root, entry.path()), root);
                tar.putArchiveEntry(to);
                if (entry.kind() == Kind.FILE) {
                    copy(content, entry, tar);
                }
                tar.closeArchiveEntry();
            });
        }
    }

    private static TarArchiveEntry tarEntry(Entry entry, String name, String root) {
        TarArchiveEntry to =
                switch (entry.kind()) {
                    case FILE -> new TarArchiveEntry(name);
                    case DIRECTORY -> new TarArchiveEntry(name + "/");
                    case SYMBOLIC_LINK -> linkTo(new TarArchiveEntry(name, TarConstants.LF_SYMLINK), entry.target());
                    case HARD_LINK ->
                        linkTo(new TarArchiveEntry(name, TarConstants.LF_LINK), under(root, entry.target()));
                };
        to.setSize(entry.kind() == Kind.FILE ? entry.size() : 0);
        to.setMode(entry.kind() == Kind.FILE || entry.isDirectory() ? entry.mode() : 0777);
        to.setLastModifiedTime(java.nio.file.attribute.FileTime.from(
                entry.modified().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        return to;
    }

    private static TarArchiveEntry linkTo(TarArchiveEntry link, String target) {
        link.setLinkName(target);
        return link;
    }

    private static void zip(FileTree tree, String root, Path target) throws IOException {
        try (var zip = new ZipArchiveOutputStream(target)) {
            tree.read((entry, content) -> {
                String name = under(root, entry.path()) + (entry.isDirectory() ? "/" : "");
                ZipArchiveEntry to = new ZipArchiveEntry(name);
                to.setTime(entry.modified().toEpochMilli());
                to.setUnixMode(
                        switch (entry.kind()) {
                            case DIRECTORY -> DIRECTORY | entry.mode();
                            case FILE -> FILE | entry.mode();
                            case SYMBOLIC_LINK, HARD_LINK -> LINK | 0777;
                        });
                zip.putArchiveEntry(to);
                switch (entry.kind()) {
                    case FILE -> copy(content, entry, zip);
                    case SYMBOLIC_LINK -> zip.write(entry.target().getBytes(StandardCharsets.UTF_8));
                    // a zip knows no other kind of link
                    case HARD_LINK ->
                        zip.write(relative(entry.path(), entry.target()).getBytes(StandardCharsets.UTF_8));
                    case DIRECTORY -> {}
                }
                zip.closeArchiveEntry();
            });
        }
    }

    /** As many bytes as were announced: what still grows is cut, what shrinks is an error. */
    private static void copy(InputStream content, Entry entry, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = entry.size();
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException((entry.isRoot() ? "the file" : entry.path()) + " shrank while it was being read");
            }
            to.write(buffer, 0, n);
            left -= n;
        }
    }

    private static String under(String root, String path) {
        return path.isEmpty() ? root : root + "/" + path;
    }

    /** How one path of a tree is written in a link at another. */
    private static String relative(String from, String to) {
        return "../".repeat((int) from.chars().filter(c -> c == '/').count()) + to;
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out, int level) throws IOException {
            super(out, 1 << 16);
            def.setLevel(level);
        }
    }
}
