package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run and how. Also the spec of a WorkflowTemplate, a ClusterWorkflowTemplate, and the body of a
 * CronWorkflow.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowSpec(
        @Nullable Long activeDeadlineSeconds,
        @Nullable Affinity affinity,
        @Nullable Boolean archiveLogs,
        @Nullable Arguments arguments,
        @Nullable WorkflowLevelArtifactGC artifactGC,
        @Nullable ArtifactRepositoryRef artifactRepositoryRef,
        @Nullable Boolean automountServiceAccountToken,
        @Nullable PodDNSConfig dnsConfig,
        @Nullable String dnsPolicy,
        @Nullable String entrypoint,
        @Nullable ExecutorConfig executor,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExecutorPlugin> executorPlugins,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LifecycleHook> hooks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HostAlias> hostAliases,
        @Nullable Boolean hostNetwork,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LocalObjectReference> imagePullSecrets,
        @Nullable Metrics metrics,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> nodeSelector,
        @Nullable String onExit,
        @Nullable Long parallelism,
        @Nullable PodDisruptionBudgetSpec podDisruptionBudget,
        @Nullable PodGC podGC,
        @Nullable Metadata podMetadata,
        @Nullable String podPriorityClassName,
        @Nullable ResourceRequirements podResources,
        @Nullable String podSpecPatch,
        @Nullable Integer priority,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PodResourceClaim> resourceClaims,
        @Nullable RetryStrategy retryStrategy,
        @Nullable String schedulerName,
        @Nullable PodSecurityContext securityContext,
        @Nullable String serviceAccountName,
        @Nullable String shutdown,
        @Nullable Boolean suspend,
        @Nullable Synchronization synchronization,
        @Nullable Template templateDefaults,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Template> templates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Toleration> tolerations,
        @Nullable TTLStrategy ttlStrategy,
        @Nullable VolumeClaimGC volumeClaimGC,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PersistentVolumeClaim> volumeClaimTemplates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Volume> volumes,
        @Nullable WorkflowMetadata workflowMetadata,
        @Nullable WorkflowTemplateRef workflowTemplateRef) {

    public WorkflowSpec {
        executorPlugins = Copies.list(executorPlugins);
        hooks = Copies.map(hooks);
        hostAliases = Copies.list(hostAliases);
        imagePullSecrets = Copies.list(imagePullSecrets);
        nodeSelector = Copies.map(nodeSelector);
        resourceClaims = Copies.list(resourceClaims);
        templates = Copies.list(templates);
        tolerations = Copies.list(tolerations);
        volumeClaimTemplates = Copies.list(volumeClaimTemplates);
        volumes = Copies.list(volumes);
    }

    /** An empty builder. */
    public static WorkflowSpecBuilder builder() {
        return new WorkflowSpecBuilder();
    }

    /** A builder that starts from this value. */
    public WorkflowSpecBuilder toBuilder() {
        return new WorkflowSpecBuilder(this);
    }
}
