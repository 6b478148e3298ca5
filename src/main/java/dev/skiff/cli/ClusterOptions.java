package dev.skiff.cli;

import dev.skiff.port.ClusterAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster pods run on, and which one the steps of kind {@code resource} may change. */
final class ClusterOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The cluster that resource steps change, and that --on kubernetes runs on. Resource steps on other executors"
                            + " are refused without it; --on kubernetes finds its cluster as kubectl does.")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of --kubeconfig; by default its current one.")
    @Nullable
    String kubeContext;

    /** Null when there is none. */
    @Nullable
    ClusterAccess access() {
        if (kubeconfig == null) {
            if (kubeContext != null) {
                throw new UserError("--context names a context of a kubeconfig: give --kubeconfig FILE as well");
            }
            return null;
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new UserError("--kubeconfig " + kubeconfig + ": there is no such file, or it cannot be read");
        }
        return new ClusterAccess(kubeconfig.toAbsolutePath().normalize().toString(), kubeContext);
    }
}
