package dev.skiff.port;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** A file, or a directory with all that is in it, as one entry after the other, wherever it lies. */
@FunctionalInterface
public interface FileTree {

    /**
     * Gives every entry once: first the root, whose path is empty, and each directory before what is in it.
     *
     * @throws IOException when the tree cannot be read to its end, or as {@code reader} throws it
     */
    void read(Reader reader) throws IOException;

    /** Takes the entries of a tree. */
    @FunctionalInterface
    interface Reader {

        /** @param content of a {@link Kind#FILE}, to be read before this returns, if at all; of others empty */
        void entry(Entry entry, InputStream content) throws IOException;
    }

    enum Kind {
        FILE,
        DIRECTORY,
        /** A symbolic link; it may lead anywhere, and whoever reads the tree does not follow it. */
        SYMBOLIC_LINK,
        /** Another name of a file that came before. */
        HARD_LINK
    }

    /**
     * One file, directory or link. No entry lies below one that is not a directory.
     *
     * @param path relative to the root, names separated by {@code /}; empty for the root; never with {@code .} or {@code ..}
     * @param mode permission bits; 0 for links
     * @param size of a file, in bytes
     * @param target what a symbolic link says; for a hard link the path of the file in this tree; else empty
     */
    record Entry(String path, Kind kind, int mode, long size, String target, Instant modified) {

        public boolean isRoot() {
            return path.isEmpty();
        }

        public boolean isDirectory() {
            return kind == Kind.DIRECTORY;
        }

        /** The same with other permission bits. */
        public Entry withMode(int bits) {
            return new Entry(path, kind, bits, size, target, modified);
        }
    }
}
