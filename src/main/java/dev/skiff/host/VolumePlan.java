package dev.skiff.host;

import java.nio.file.Path;
import java.util.List;

/** What has to be there before a task can mount a volume. */
sealed interface VolumePlan {

    /** Where the volume lies on this machine. */
    Path place();

    /** A directory, made when absent. */
    record Directory(Path place) implements VolumePlan {}

    /** Files in a directory of the task's own. */
    record Files(Path place, List<Content> files) implements VolumePlan {}

    /** Something of this machine, left as it is; made when absent only if {@code make}. */
    record Existing(Path place, boolean make) implements VolumePlan {}

    /** One file of a volume. */
    final class Content {
        private final String path;
        private final byte[] bytes;
        private final int mode;

        /**
         * @param path relative to the volume
         * @param mode permission bits
         */
        Content(String path, byte[] bytes, int mode) {
            this.path = path;
            this.bytes = bytes.clone();
            this.mode = mode;
        }

        String path() {
            return path;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        int mode() {
            return mode;
        }
    }
}
