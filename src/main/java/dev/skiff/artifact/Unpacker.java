package dev.skiff.artifact;

import dev.skiff.model.Artifact;
import dev.skiff.port.FileTree;
import dev.skiff.port.LocalTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How an input artifact becomes a tree (ART-03, ART-04), and its mode (ART-11). */
final class Unpacker {
    private Unpacker() {}

    /**
     * @param stored what was at the artifact's place; a directory is taken as it is
     * @param asItIs whether the place never holds archives
     */
    static FileTree unpack(Artifact artifact, Path stored, boolean asItIs, Limits limits) throws IOException {
        String what = "artifact '" + artifact.name() + "'";
        return withMode(artifact, tree(artifact, stored, asItIs, what, limits));
    }

    private static FileTree tree(Artifact artifact, Path stored, boolean asItIs, String what, Limits limits)
            throws IOException {
        var archive = artifact.archive();
        if (asItIs) {
            return new LocalTree(stored);
        }
        if (Files.isDirectory(stored) || (archive != null && archive.none() != null)) {
            return new Readable(new LocalTree(stored));
        }
        if (archive != null && archive.zip() != null) {
            return ZipTree.of(stored, what, limits);
        }
        boolean tar = archive != null && archive.tar() != null || TarTree.isCompressedTar(stored);
        return tar ? TarTree.of(stored, what, limits) : new Readable(new LocalTree(stored));
    }

    /** What was fetched is private here, and readable for everybody in the container, as Argo's executor makes it. */
    private record Readable(FileTree inner) implements FileTree {
        @Override
        public void read(Reader reader) throws IOException {
            inner.read((entry, content) -> {
                int readable = entry.kind() == Kind.FILE ? 0444 : entry.isDirectory() ? 0555 : 0;
                reader.entry(entry.withMode(entry.mode() | readable), content);
            });
        }
    }

    private static FileTree withMode(Artifact artifact, FileTree tree) {
        Integer mode = artifact.mode();
        if (mode == null) {
            return tree;
        }
        boolean recursive = Boolean.TRUE.equals(artifact.recurseMode());
        return reader -> tree.read((entry, content) -> {
            boolean link = entry.kind() == FileTree.Kind.SYMBOLIC_LINK || entry.kind() == FileTree.Kind.HARD_LINK;
            boolean applies = !link && (entry.isRoot() || recursive);
            reader.entry(applies ? entry.withMode(mode & 0777) : entry, content);
        });
    }
}
