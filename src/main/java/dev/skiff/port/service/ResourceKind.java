package dev.skiff.port.service;

import java.util.Locale;
import java.util.Optional;

/** The kinds of {@code argoproj.io/v1alpha1} that a service keeps (features.md section 1). */
public enum ResourceKind {
    WORKFLOW("Workflow", "workflows"),
    WORKFLOW_TEMPLATE("WorkflowTemplate", "workflowtemplates"),
    CLUSTER_WORKFLOW_TEMPLATE("ClusterWorkflowTemplate", "clusterworkflowtemplates"),
    CRON_WORKFLOW("CronWorkflow", "cronworkflows"),
    WORKFLOW_EVENT_BINDING("WorkflowEventBinding", "workfloweventbindings");

    private final String kind;
    private final String plural;

    ResourceKind(String kind, String plural) {
        this.kind = kind;
        this.plural = plural;
    }

    /** As in a manifest. */
    public String kind() {
        return kind;
    }

    /** As in the path of an API and in the words of an error. */
    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return this != CLUSTER_WORKFLOW_TEMPLATE;
    }

    /** By its kind, its plural, or the short names that {@code argo submit --from} takes; case does not matter. */
    public static Optional<ResourceKind> named(String word) {
        String low = word.toLowerCase(Locale.ROOT);
        for (ResourceKind one : values()) {
            if (low.equals(one.kind.toLowerCase(Locale.ROOT)) || low.equals(one.plural)) {
                return Optional.of(one);
            }
        }
        return switch (low) {
            case "wf" -> Optional.of(WORKFLOW);
            case "wftmpl" -> Optional.of(WORKFLOW_TEMPLATE);
            case "cwft" -> Optional.of(CLUSTER_WORKFLOW_TEMPLATE);
            case "cronwf", "cwf" -> Optional.of(CRON_WORKFLOW);
            case "wfeb" -> Optional.of(WORKFLOW_EVENT_BINDING);
            default -> Optional.empty();
        };
    }
}
