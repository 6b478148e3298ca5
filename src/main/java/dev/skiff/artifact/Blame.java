package dev.skiff.artifact;

import dev.skiff.port.Artifacts;
import dev.skiff.port.FileTree;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Tells trouble with what is to be stored from trouble with storing it, though both are IOExceptions. */
final class Blame {
    private Blame() {}

    /** What is to be stored cannot be read. */
    static final class Source extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException why;

        Source(IOException why) {
            super(why);
            this.why = why;
        }

        IOException why() {
            return why;
        }
    }

    /** What is made of it cannot be written. */
    static final class Target extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException why;

        Target(IOException why) {
            super(why);
            this.why = why;
        }

        IOException why() {
            return why;
        }
    }

    /** The tree; what goes wrong in it is a {@link Source}, what goes wrong in its reader a {@link Target}. */
    static FileTree on(FileTree tree) {
        return reader -> {
            try {
                tree.read((entry, content) -> {
                    SourceStream source = new SourceStream(content);
                    try {
                        reader.entry(entry, source);
                    } catch (IOException e) {
                        if (source.failed) {
                            throw e;
                        }
                        throw new Target(e);
                    }
                });
            } catch (IOException e) {
                throw new Source(e);
            }
        };
    }

    /** Writes the log; the same. */
    static void write(Artifacts.Log log, OutputStream to) {
        try {
            log.writeTo(new TargetStream(to));
        } catch (IOException e) {
            throw new Source(e);
        }
    }

    private static final class SourceStream extends FilterInputStream {
        private boolean failed;

        SourceStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            failed = true;
            int n = super.read(to, offset, length);
            failed = false;
            return n;
        }
    }

    private static final class TargetStream extends FilterOutputStream {
        TargetStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new Target(e);
            }
        }
    }
}
