package dev.skiff.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with, beside the workflow itself: enough to read its Secrets again when it is resumed, for they are never
 * recorded.
 *
 * @param executor {@code docker}, {@code host} or {@code kubernetes}
 * @param files absolute paths of the workflow's files and of the manifests; standard input is not among them
 * @param secrets names of the Secrets that the run was given
 * @param fromFiles {@code kind/name=absolute path}, as given with {@code --from-file}
 * @param parallelism how many tasks may run at once; 0 for the executor's own default
 * @param cluster for steps of kind {@code resource}; null for none
 */
public record Origin(
        String executor,
        List<String> files,
        List<String> fromFiles,
        List<String> secrets,
        boolean allowHostPath,
        int parallelism,
        @Nullable ClusterAccess cluster) {

    public Origin {
        files = List.copyOf(files);
        fromFiles = List.copyOf(fromFiles);
        secrets = List.copyOf(secrets);
    }

    /** Without a cluster. */
    public Origin(
            String executor,
            List<String> files,
            List<String> fromFiles,
            List<String> secrets,
            boolean allowHostPath,
            int parallelism) {
        this(executor, files, fromFiles, secrets, allowHostPath, parallelism, null);
    }
}
