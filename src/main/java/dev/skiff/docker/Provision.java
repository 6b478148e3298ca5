package dev.skiff.docker;

import dev.skiff.pod.ProvidedFile;
import java.util.Map;

/** What stands behind one volume of a pod. */
sealed interface Provision {

    /**
     * A named volume of the engine.
     *
     * @param labels put on it when a mount makes it, for a volume that lives as long as its task; else empty
     * @param open whether the first mount lets every user write, as a kubelet does with {@code emptyDir}: it is new
     * @param memory wanted in memory (a mount of its own per container; only where nothing is shared and nothing is read back)
     * @param sizeLimit in bytes, 0 for none; only kept to in memory
     */
    record Named(String name, Map<String, String> labels, boolean open, boolean memory, long sizeLimit)
            implements Provision {}

    /** A path of the machine; {@code create} makes a missing directory. */
    record Host(String path, boolean create) implements Provision {}

    /**
     * Files from ConfigMaps, Secrets and the downward API, put into a volume that lives as long as the task.
     *
     * @param files relative path → file
     */
    record Files(String name, Map<String, String> labels, Map<String, ProvidedFile> files) implements Provision {}

    /** Refused; the problem has been noted. */
    record Refused() implements Provision {}
}
