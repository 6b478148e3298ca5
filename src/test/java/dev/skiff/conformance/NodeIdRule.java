package dev.skiff.conformance;

import java.nio.charset.StandardCharsets;

/** The id of a node, computed a second time on purpose: features.md section 10.1 written down once more, independent of the engine. */
final class NodeIdRule {
    private static final long OFFSET_BASIS = 2166136261L;
    private static final long PRIME = 16777619L;

    private NodeIdRule() {}

    static String idOf(String workflow, String nodeName) {
        if (nodeName.equals(workflow)) {
            return workflow;
        }
        long hash = OFFSET_BASIS;
        for (byte b : nodeName.getBytes(StandardCharsets.UTF_8)) {
            hash = ((hash ^ (b & 0xff)) * PRIME) & 0xffffffffL;
        }
        return workflow + "-" + hash;
    }
}
