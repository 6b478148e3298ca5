package dev.skiff.docker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param startedAt null when it could not be started
 * @param startError why it could not be started, in the engine's words; empty when it was
 * @param engineLost whether the engine was away while it ran
 */
record ContainerEnd(
        int exitCode,
        boolean oomKilled,
        @Nullable Instant startedAt,
        Instant finishedAt,
        String startError,
        boolean engineLost) {

    ContainerEnd afterLoss() {
        return new ContainerEnd(exitCode, oomKilled, startedAt, finishedAt, startError, true);
    }

    ContainerEnd notStarted(String error) {
        return new ContainerEnd(exitCode, false, null, finishedAt, error, false);
    }

    /** Exit codes of what was killed from outside: SIGKILL, SIGTERM, or nobody knows. */
    boolean killed() {
        return exitCode == 137 || exitCode == 143 || exitCode == 255;
    }

    /** As Argo says it (PHASE-08); for exit codes other than 0. */
    String message(String container) {
        return container + ": " + (oomKilled && exitCode == 137 ? "OOMKilled" : "Error") + " (exit code " + exitCode
                + ")";
    }
}
