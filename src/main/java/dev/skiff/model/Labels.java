package dev.skiff.model;

/** Labels, annotations and finalizers of Argo (features.md section 9). */
public final class Labels {

    private static final String PREFIX = "workflows.argoproj.io/";

    // on workflows
    public static final String PHASE = PREFIX + "phase";
    public static final String COMPLETED = PREFIX + "completed";
    public static final String ARCHIVING_STATUS = PREFIX + "workflow-archiving-status";
    public static final String INSTANCE_ID = PREFIX + "controller-instanceid";
    public static final String CREATOR = PREFIX + "creator";
    public static final String CREATOR_EMAIL = PREFIX + "creator-email";
    public static final String CREATOR_PREFERRED_USERNAME = PREFIX + "creator-preferred-username";
    public static final String CRON_WORKFLOW = PREFIX + "cron-workflow";
    public static final String WORKFLOW_TEMPLATE = PREFIX + "workflow-template";
    public static final String CLUSTER_WORKFLOW_TEMPLATE = PREFIX + "cluster-workflow-template";
    public static final String EVENT_BINDING = PREFIX + "workflow-event-binding";
    public static final String RESUBMITTED_FROM = PREFIX + "resubmitted-from-workflow";
    public static final String BACKFILL = PREFIX + "backfill";

    // on pods
    public static final String WORKFLOW = PREFIX + "workflow";
    public static final String ON_EXIT = PREFIX + "on-exit";
    public static final String COMPONENT = PREFIX + "component";

    // on ConfigMaps: Cache, Parameter or ExecutorPlugin
    public static final String CONFIG_MAP_TYPE = PREFIX + "configmap-type";

    // annotations
    public static final String NODE_ID = PREFIX + "node-id";
    public static final String NODE_NAME = PREFIX + "node-name";
    public static final String POD_NAME_FORMAT = PREFIX + "pod-name-format";
    public static final String PROGRESS = PREFIX + "progress";
    public static final String SCHEDULED_TIME = PREFIX + "scheduled-time";
    public static final String TITLE = PREFIX + "title";
    public static final String DESCRIPTION = PREFIX + "description";
    public static final String DISPLAY_NAME = PREFIX + "display-name";

    /** Ours, on a workflow of a machine: its process has died before it had ended. The value says what to do. */
    public static final String INTERRUPTED = "skiff.dev/interrupted";

    // finalizers
    public static final String ARTIFACT_GC_FINALIZER = PREFIX + "artifact-gc";
    public static final String STATUS_FINALIZER = PREFIX + "status";

    private Labels() {}
}
