package dev.skiff.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both streams of the command in the order of their arrival, in a file, to be archived. Never throws: a full disk is told at the end. */
final class CombinedLog extends OutputStream {
    private final Path file;
    private @Nullable OutputStream out;
    private @Nullable IOException trouble;

    CombinedLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int count) {
        if (trouble != null) {
            return;
        }
        try {
            OutputStream to = out;
            if (to == null) {
                to = Files.newOutputStream(file);
                out = to;
            }
            to.write(from, offset, count);
        } catch (IOException e) {
            trouble = e;
        }
    }

    /** Makes the file whole. What went wrong meanwhile, if anything. */
    Optional<IOException> finish() {
        write(new byte[0], 0, 0);
        synchronized (this) {
            try {
                if (out != null) {
                    out.close();
                }
            } catch (IOException e) {
                trouble = trouble == null ? e : trouble;
            }
            return Optional.ofNullable(trouble);
        }
    }
}
