package dev.skiff.port;

import java.util.List;

/**
 * What is measured. Where Argo measures the same, name and labels are Argo's (features.md 8.1), below the prefix {@code argo_workflows_};
 * the others begin with {@code skiff_}.
 */
public enum Meter {
    WORKFLOWS("gauge", Kind.GAUGE, "Workflows in the cluster, by phase", "phase"),
    WORKFLOWS_ENTERED("total_count", Kind.COUNTER, "Workflows that have entered a phase", "phase", "namespace"),
    PODS("pods_gauge", Kind.GAUGE, "Pods of workflows in the cluster, by phase", "phase"),
    PODS_ENTERED("pods_total_count", Kind.COUNTER, "Pods that have entered a phase", "phase", "namespace"),
    PODS_PENDING("pod_pending_count", Kind.COUNTER, "Pods that had to wait, by reason", "reason", "namespace"),
    PODS_MISSING(
            "pod_missing",
            Kind.COUNTER,
            "Pods that were gone before their end was seen",
            "node_phase",
            "recently_started"),
    ERRORS("error_count", Kind.COUNTER, "Errors of the controller, by cause", "cause"),
    LEADER("is_leader", Kind.GAUGE, "1 while this controller decides, 0 while it stands by"),
    REQUESTS("k8s_request_total", Kind.COUNTER, "Requests to the API server", "kind", "verb", "status_code"),
    REQUEST_SECONDS(
            "k8s_request_duration",
            Kind.HISTOGRAM,
            "How long requests to the API server take, in seconds",
            "kind",
            "verb",
            "status_code"),
    OPERATION_SECONDS(
            "operation_duration_seconds", Kind.HISTOGRAM, "How long it takes to decide on one event, in seconds"),
    LOG_MESSAGES("log_messages", Kind.COUNTER, "Lines of the controller's log", "level"),
    QUEUE_DEPTH("queue_depth_gauge", Kind.GAUGE, "What waits in the controller's queues", "queue_name"),
    LOCKS_HELD("locks_held", Kind.GAUGE, "Locks that workflows hold", "type"),
    LOCKS_PENDING("locks_pending", Kind.GAUGE, "Requests for locks that wait", "type"),
    CRON_TRIGGERED("cronworkflows_triggered_total", Kind.COUNTER, "Runs that schedules began", "name", "namespace"),
    CRON_POLICY(
            "cronworkflows_concurrencypolicy_triggered",
            Kind.COUNTER,
            "Runs that a concurrency policy suppressed or replaced",
            "name",
            "namespace",
            "concurrency_policy"),
    VERSION("version", Kind.GAUGE, "1, with the version of this controller", "version", "platform"),
    EVENT_TO_CREATE_SECONDS(
            "skiff_event_to_create_seconds",
            Kind.HISTOGRAM,
            "From an event that lets steps begin to the request that creates the pod of each, in seconds"),
    API_WRITES("skiff_api_writes_total", Kind.COUNTER, "Writes to the API server, by what is written", "kind", "verb"),
    MAILBOX_DEPTH("skiff_mailbox_depth", Kind.GAUGE, "Events that wait for a decision, of all runs together");

    /** Of Argo's meters. */
    private static final String PREFIX = "argo_workflows_";

    /** How values become one. */
    public enum Kind {
        /** They are added up. */
        COUNTER,
        /** The present one counts. */
        GAUGE,
        /** They are counted by size. */
        HISTOGRAM
    }

    private final String meterName;
    private final Kind kind;
    private final String help;
    private final List<String> labels;

    Meter(String meterName, Kind kind, String help, String... labels) {
        this.meterName = meterName;
        this.kind = kind;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** As Prometheus sees it. */
    public String fullName() {
        return meterName.startsWith("skiff_") ? meterName : PREFIX + meterName;
    }

    /** As {@code metricsConfig.modifiers} of the controller's configuration names it. */
    public String shortName() {
        return meterName;
    }

    public Kind kind() {
        return kind;
    }

    public String help() {
        return help;
    }

    /** The names of its labels; whoever measures gives a value for each, in this order. */
    public List<String> labels() {
        return labels;
    }
}
