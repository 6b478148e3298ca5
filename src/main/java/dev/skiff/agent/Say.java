package dev.skiff.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes to the container's standard error, where the log of the step shows it. */
final class Say {
    private Say() {}

    static void line(String text) {
        // the descriptor is not ours to close
        @SuppressWarnings("resource")
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        try {
            err.write(("skiff-agent: " + text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // there is nobody to tell
            return;
        }
    }
}
