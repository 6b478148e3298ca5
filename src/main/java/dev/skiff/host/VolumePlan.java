package dev.skiff.host;

import dev.skiff.pod.ProvidedFile;
import java.nio.file.Path;
import java.util.Map;

/** What has to be there before a task can mount a volume. */
sealed interface VolumePlan {

    /** Where the volume lies on this machine. */
    Path place();

    /** A directory, made when absent. */
    record Directory(Path place) implements VolumePlan {}

    /** Files in a directory of the task's own; relative path → file. */
    record Files(Path place, Map<String, ProvidedFile> files) implements VolumePlan {}

    /** Something of this machine, left as it is; made when absent only if {@code make}. */
    record Existing(Path place, boolean make) implements VolumePlan {}
}
