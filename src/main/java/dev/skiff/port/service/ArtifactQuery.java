package dev.skiff.port.service;

/**
 * An artifact of a node.
 *
 * @param workflow its name
 * @param input whether it is one of the node's inputs
 */
public record ArtifactQuery(String namespace, String workflow, String nodeId, String artifact, boolean input) {}
