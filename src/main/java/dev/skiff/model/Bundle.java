package dev.skiff.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a set of documents gives, each kind in the order of the documents.
 *
 * @param workflowDefaults a partial workflow that lies under every other; null for none
 * @param other {@code Kind/name} of the documents of kinds that are ignored, as Argo does (MET-06)
 */
public record Bundle(
        List<Workflow> workflows,
        List<WorkflowTemplate> workflowTemplates,
        List<ClusterWorkflowTemplate> clusterWorkflowTemplates,
        List<CronWorkflow> cronWorkflows,
        List<WorkflowEventBinding> eventBindings,
        List<ConfigMap> configMaps,
        List<Secret> secrets,
        List<PersistentVolumeClaim> persistentVolumeClaims,
        List<String> other,
        @Nullable Workflow workflowDefaults) {

    public Bundle {
        workflows = Copies.list(workflows);
        workflowTemplates = Copies.list(workflowTemplates);
        clusterWorkflowTemplates = Copies.list(clusterWorkflowTemplates);
        cronWorkflows = Copies.list(cronWorkflows);
        eventBindings = Copies.list(eventBindings);
        configMaps = Copies.list(configMaps);
        secrets = Copies.list(secrets);
        persistentVolumeClaims = Copies.list(persistentVolumeClaims);
        other = Copies.list(other);
    }

    public Bundle(
            List<Workflow> workflows,
            List<WorkflowTemplate> workflowTemplates,
            List<ClusterWorkflowTemplate> clusterWorkflowTemplates,
            List<CronWorkflow> cronWorkflows,
            List<WorkflowEventBinding> eventBindings,
            List<ConfigMap> configMaps,
            List<Secret> secrets,
            List<PersistentVolumeClaim> persistentVolumeClaims,
            List<String> other) {
        this(
                workflows,
                workflowTemplates,
                clusterWorkflowTemplates,
                cronWorkflows,
                eventBindings,
                configMaps,
                secrets,
                persistentVolumeClaims,
                other,
                null);
    }

    public Bundle withWorkflows(List<Workflow> others) {
        return new Bundle(
                others,
                workflowTemplates,
                clusterWorkflowTemplates,
                cronWorkflows,
                eventBindings,
                configMaps,
                secrets,
                persistentVolumeClaims,
                other,
                workflowDefaults);
    }

    public Bundle withSecrets(List<Secret> others) {
        return new Bundle(
                workflows,
                workflowTemplates,
                clusterWorkflowTemplates,
                cronWorkflows,
                eventBindings,
                configMaps,
                others,
                persistentVolumeClaims,
                other,
                workflowDefaults);
    }

    public Bundle withTemplates(List<WorkflowTemplate> namespaced, List<ClusterWorkflowTemplate> cluster) {
        return new Bundle(
                workflows,
                namespaced,
                cluster,
                cronWorkflows,
                eventBindings,
                configMaps,
                secrets,
                persistentVolumeClaims,
                other,
                workflowDefaults);
    }

    public Bundle withWorkflowDefaults(@Nullable Workflow defaults) {
        return new Bundle(
                workflows,
                workflowTemplates,
                clusterWorkflowTemplates,
                cronWorkflows,
                eventBindings,
                configMaps,
                secrets,
                persistentVolumeClaims,
                other,
                defaults);
    }

    /** Counts only: the values of secrets must not reach a log. */
    @Override
    public String toString() {
        return "Bundle[workflows=%d, workflowTemplates=%d, clusterWorkflowTemplates=%d, cronWorkflows=%d, eventBindings=%d, configMaps=%d, secrets=%d, persistentVolumeClaims=%d, other=%d]"
                .formatted(
                        workflows.size(),
                        workflowTemplates.size(),
                        clusterWorkflowTemplates.size(),
                        cronWorkflows.size(),
                        eventBindings.size(),
                        configMaps.size(),
                        secrets.size(),
                        persistentVolumeClaims.size(),
                        other.size());
    }
}
