package dev.skiff.port;

import java.util.List;

/**
 * What a run was started with, beside the workflow itself: enough to read its Secrets again when it is resumed, for they are never
 * recorded.
 *
 * @param executor {@code docker} or {@code host}
 * @param files absolute paths of the workflow's files and of the manifests; standard input is not among them
 * @param secrets names of the Secrets that the run was given
 * @param fromFiles {@code kind/name=absolute path}, as given with {@code --from-file}
 * @param parallelism how many tasks may run at once; 0 for the executor's own default
 */
public record Origin(
        String executor,
        List<String> files,
        List<String> fromFiles,
        List<String> secrets,
        boolean allowHostPath,
        int parallelism) {

    public Origin {
        files = List.copyOf(files);
        fromFiles = List.copyOf(fromFiles);
        secrets = List.copyOf(secrets);
    }
}
