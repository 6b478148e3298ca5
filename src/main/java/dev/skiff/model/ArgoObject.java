package dev.skiff.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** One object of the group {@code argoproj.io/v1alpha1}. */
public sealed interface ArgoObject
        permits Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, WorkflowEventBinding {

    String API_VERSION = "argoproj.io/v1alpha1";

    String apiVersion();

    String kind();

    ObjectMeta metadata();

    /** {@code metadata.name}; null while only {@code generateName} is known. */
    default @Nullable String name() {
        return metadata().getName();
    }
}
