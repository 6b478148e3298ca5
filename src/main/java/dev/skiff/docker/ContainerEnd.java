package dev.skiff.docker;

import dev.skiff.pod.ExitCodes;
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
        return exitCode == ExitCodes.KILLED || exitCode == ExitCodes.TERMINATED || exitCode == 255;
    }

    /** As Argo says it (PHASE-08); for exit codes other than 0. */
    String message(String container) {
        return oomKilled && exitCode == ExitCodes.KILLED
                ? ExitCodes.outOfMemory(container)
                : ExitCodes.message(container, exitCode);
    }
}
