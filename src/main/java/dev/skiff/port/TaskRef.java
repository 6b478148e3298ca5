package dev.skiff.port;

import org.jspecify.annotations.Nullable;

/**
 * Names one task in one place of execution.
 *
 * @param run the workflow's name (unique on this machine or in this namespace)
 * @param nodeId the node's id, {@code <run>-<fnv>} or the run's name for a one-pod workflow
 */
public record TaskRef(String run, String nodeId) {

    /** Asked for each event: the one that records have is interpreted in a native executable, at many times the cost. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskRef(String itsRun, String itsNode) && nodeId.equals(itsNode) && run.equals(itsRun);
    }

    @Override
    public int hashCode() {
        return 31 * run.hashCode() + nodeId.hashCode();
    }
}
