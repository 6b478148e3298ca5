package dev.skiff.docker;

import dev.skiff.port.FileTree;
import dev.skiff.port.FileTree.Entry;
import dev.skiff.port.FileTree.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Trees of files as the engine takes and gives them: a tar. */
final class ContainerTree {

    private ContainerTree() {}

    /** Whose the files will be. */
    record Owner(long user, long group) {}

    /** @param root path of the tree's root in the directory where the tar will be unpacked; {@code .} for that directory */
    static void write(FileTree tree, String root, Owner owner, OutputStream to) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tree.read((entry, content) -> {
            TarArchiveEntry header = header(entry, root);
            header.setIds(Math.toIntExact(owner.user()), Math.toIntExact(owner.group()));
            tar.putArchiveEntry(header);
            if (entry.kind() == Kind.FILE) {
                content.transferTo(tar);
            }
            tar.closeArchiveEntry();
        });
        tar.finish();
    }

    private static TarArchiveEntry header(Entry entry, String root) {
        String name = entry.isRoot() ? root : root + "/" + entry.path();
        TarArchiveEntry header =
                switch (entry.kind()) {
                    case FILE -> new TarArchiveEntry(name);
                    case DIRECTORY -> new TarArchiveEntry(name + "/");
                    case SYMBOLIC_LINK -> new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                    case HARD_LINK -> new TarArchiveEntry(name, TarConstants.LF_LINK);
                };
        switch (entry.kind()) {
            case FILE -> header.setSize(entry.size());
            case SYMBOLIC_LINK -> header.setLinkName(entry.target());
            case HARD_LINK -> header.setLinkName(root + "/" + entry.target());
            case DIRECTORY -> {}
        }
        boolean link = entry.kind() == Kind.SYMBOLIC_LINK || entry.kind() == Kind.HARD_LINK;
        header.setMode(link ? 0777 : entry.mode());
        header.setLastModifiedTime(FileTime.from(entry.modified().truncatedTo(ChronoUnit.SECONDS)));
        return header;
    }

    /**
     * What the engine sends of a path, to be read once. Pipes and devices are left out.
     *
     * @param engine its address, for messages
     */
    static FileTree of(OutputReader.Found found, String engine) {
        return reader -> {
            try {
                read(new TarArchiveInputStream(found.archive().body(), "UTF-8"), reader);
            } catch (EngineException e) {
                throw e;
            } catch (IOException e) {
                throw new EngineLostException(
                        "the container engine at " + engine + " stopped in the middle of files", e);
            }
        };
    }

    /** The first entry is the root; all others lie below it. */
    private static void read(TarArchiveInputStream tar, FileTree.Reader reader) throws IOException {
        TarArchiveEntry first = tar.getNextEntry();
        if (first == null) {
            throw new IOException("the archive is empty");
        }
        String root = clean(first.getName());
        for (TarArchiveEntry entry = first; entry != null; entry = tar.getNextEntry()) {
            if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
                continue;
            }
            String path = below(root, clean(entry.getName()));
            Kind kind = entry.isSymbolicLink()
                    ? Kind.SYMBOLIC_LINK
                    : entry.isLink() ? Kind.HARD_LINK : entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
            String target =
                    switch (kind) {
                        case SYMBOLIC_LINK -> entry.getLinkName();
                        case HARD_LINK -> below(root, clean(entry.getLinkName()));
                        case FILE, DIRECTORY -> "";
                    };
            boolean file = kind == Kind.FILE;
            reader.entry(
                    new Entry(
                            path,
                            kind,
                            file || kind == Kind.DIRECTORY ? entry.getMode() & 0777 : 0,
                            file ? entry.getRealSize() : 0,
                            target,
                            entry.getLastModifiedTime().toInstant()),
                    file ? tar : InputStream.nullInputStream());
        }
    }

    private static String clean(String name) {
        return name.replaceAll("^(\\./|/)+", "").replaceAll("/+$", "");
    }

    private static String below(String root, String name) throws IOException {
        if (name.equals(root)) {
            return "";
        }
        if (!name.startsWith(root + "/")) {
            throw new IOException("the archive has " + name + " beside " + root);
        }
        return name.substring(root.length() + 1);
    }
}
