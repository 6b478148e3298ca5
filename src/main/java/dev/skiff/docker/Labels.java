package dev.skiff.docker;

import dev.skiff.engine.Task;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/** Labels and names of what is made in the engine: how a later process finds what an earlier one left. */
final class Labels {

    static final String RUN = "dev.skiff.run";
    static final String UID = "dev.skiff.uid";
    static final String NODE_ID = "dev.skiff.node-id";
    static final String NODE_NAME = "dev.skiff.node-name";
    static final String ROLE = "dev.skiff.role";
    static final String CONTAINER = "dev.skiff.container";
    static final String OWNER = "dev.skiff.owner";

    /** What a container or volume is for. */
    enum Role {
        INIT,
        MAIN,
        SIDECAR,
        /** One of the containers of a containerSet. */
        MEMBER,
        /** Does nothing but keep the network that the members share. */
        HOLDER,
        /** A volume that lives as long as its task. */
        SCRATCH,
        /** A volume that lives as long as its run, or longer (VOL-02). */
        CLAIM;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_NAME = 128;

    private Labels() {}

    static Map<String, String> of(Task.Id task, String uid, String owner, Role role) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(RUN, task.run());
        labels.put(UID, uid);
        labels.put(NODE_ID, task.nodeId());
        labels.put(NODE_NAME, task.nodeName());
        labels.put(ROLE, role.text());
        labels.put(OWNER, owner);
        return labels;
    }

    /** {@code skiff-<pod>[-<part>]}: always the same for the same task, so that a second creation conflicts with the first. */
    static String name(Task.Id task, String part) {
        String whole = "skiff-" + task.podName() + (part.isEmpty() ? "" : "-" + part);
        String valid = whole.replaceAll("[^a-zA-Z0-9_.-]", "-");
        if (valid.length() <= MAX_NAME && valid.equals(whole)) {
            return valid;
        }
        CRC32 sum = new CRC32();
        sum.update(whole.getBytes(StandardCharsets.UTF_8));
        String tail = "-" + Long.toHexString(sum.getValue());
        return valid.substring(0, Math.min(valid.length(), MAX_NAME - tail.length())) + tail;
    }
}
