package dev.skiff.model;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** The names and ids of a run, exactly as Argo makes them (features.md section 10.1 to 10.3, NODE-01 to NODE-18). */
public final class Names {

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;
    private static final int POD_NAME_PREFIX_BYTES = 253 - 10 - 1;
    private static final String GENERATED_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int GENERATED_CHARS = 5;
    private static final int MAX_WORKFLOW_NAME = 63;

    private Names() {}

    /** The unsigned 32-bit FNV-1a hash of the UTF-8 bytes. */
    public static long fnv1a32(String text) {
        int hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return Integer.toUnsignedLong(hash);
    }

    /** The key in {@code status.nodes} (NODE-01). */
    public static String nodeId(String workflowName, String nodeName) {
        return nodeName.equals(workflowName) ? workflowName : workflowName + "-" + fnv1a32(nodeName);
    }

    /**
     * The name of the pod of a node (NODE-17, NODE-18).
     *
     * @param templateName {@code templateRef.template} when a reference is used; empty for an inline template
     */
    public static String podName(String workflowName, String templateName, String nodeName, PodNameVersion version) {
        return switch (version) {
            case V1 -> nodeId(workflowName, nodeName);
            case V2 ->
                nodeName.equals(workflowName)
                        ? workflowName
                        : podNamePrefix(workflowName, templateName) + "-" + fnv1a32(nodeName);
        };
    }

    private static String podNamePrefix(String workflowName, String templateName) {
        String prefix = templateName.isEmpty() ? workflowName : workflowName + "-" + templateName;
        // A valid name is ASCII, so that a char is a byte.
        return prefix.length() > POD_NAME_PREFIX_BYTES ? prefix.substring(0, POD_NAME_PREFIX_BYTES) : prefix;
    }

    /** The node of group {@code index}, counted from 0, of a steps node (NODE-03). */
    public static String stepGroup(String stepsNodeName, int index) {
        return stepsNodeName + "[" + index + "]";
    }

    /** A step in its group, a task in its DAG, a container in its set (NODE-04, NODE-11). */
    public static String child(String parentNodeName, String name) {
        return parentNodeName + "." + name;
    }

    /** One element of a loop; {@code itemText} as NODE-06 says, its round brackets are removed here (NODE-05). */
    public static String loopElement(String nodeName, int index, String itemText) {
        return nodeName + "(" + index + ":" + itemText.replace("(", "").replace(")", "") + ")";
    }

    /** Attempt {@code index}, counted from 0, of a retried node (NODE-07). */
    public static String attempt(String nodeName, int index) {
        return nodeName + "(" + index + ")";
    }

    /** The exit handler of a node (NODE-09). */
    public static String onExit(String nodeName) {
        return nodeName + ".onExit";
    }

    /** A lifecycle hook of a node (NODE-10). */
    public static String hook(String nodeName, String hookName) {
        return nodeName + ".hooks." + hookName;
    }

    /** The volume claim made from a claim template (features.md section 10.13). */
    public static String volumeClaim(String workflowName, String claimTemplateName) {
        return workflowName + "-" + claimTemplateName;
    }

    /** The workflow that a CronWorkflow starts for an instant (CRON-01). */
    public static String cronChild(String cronWorkflowName, long scheduledUnixSeconds) {
        return cronWorkflowName + "-" + scheduledUnixSeconds;
    }

    /**
     * {@code prefix} and five characters of a-z and 0-9 (features.md section 10.12). A prefix that would make the name too long is cut, as
     * the Kubernetes API server cuts it.
     */
    public static String generated(String prefix, RandomGenerator random) {
        int room = MAX_WORKFLOW_NAME - GENERATED_CHARS;
        StringBuilder name = new StringBuilder(prefix.length() <= room ? prefix : prefix.substring(0, room));
        for (int i = 0; i < GENERATED_CHARS; i++) {
            name.append(GENERATED_ALPHABET.charAt(random.nextInt(GENERATED_ALPHABET.length())));
        }
        return name.toString();
    }
}
