package dev.skiff.kubernetes.pods;

/** Labels and annotations of pods: Argo's (features.md section 9), and those that only we read. */
public final class PodMarks {
    private static final String ARGO = "workflows.argoproj.io/";

    /** Label: the workflow's name. */
    public static final String WORKFLOW = ARGO + "workflow";
    /** Label: whose controller's workflow it is. */
    public static final String INSTANCE = ARGO + "controller-instanceid";
    /** Label: {@code false} as long as the pod belongs to a run that goes on. */
    public static final String COMPLETED = ARGO + "completed";
    /** Label of the pods of exit handlers and hooks (EXIT-13). */
    static final String ON_EXIT = ARGO + "on-exit";

    /** Annotation. */
    public static final String NODE_ID = ARGO + "node-id";
    /** Annotation. */
    public static final String NODE_NAME = ARGO + "node-name";
    /** Annotation: kubectl shows the log of this container. */
    static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
    /** Annotation: the source of a script, which a volume makes a file of. */
    static final String SCRIPT = "skiff.dev/script";
    /** Prefix of annotations: the content of an input artifact that is given in the template. */
    static final String RAW = "skiff.dev/input.";
    /** Annotation: why we have ended the pod; see {@link PodStop}. It explains the kubelet's {@code DeadlineExceeded}. */
    static final String STOPPED = "skiff.dev/stopped";
    /** Annotation: the report of an agent, when it was too large for a termination message. */
    static final String REPORT = "skiff.dev/report";

    private PodMarks() {}
}
