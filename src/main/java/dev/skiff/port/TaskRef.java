package dev.skiff.port;

/**
 * Names one task in one place of execution.
 *
 * @param run the workflow's name (unique on this machine or in this namespace)
 * @param nodeId the node's id, {@code <run>-<fnv>} or the run's name for a one-pod workflow
 */
public record TaskRef(String run, String nodeId) {}
