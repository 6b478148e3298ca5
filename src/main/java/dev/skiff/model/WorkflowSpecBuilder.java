package dev.skiff.model;

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

/** Builds a {@link WorkflowSpec}; what is not set is absent. */
public final class WorkflowSpecBuilder {

    private @Nullable Long activeDeadlineSeconds;
    private @Nullable Affinity affinity;
    private @Nullable Boolean archiveLogs;
    private @Nullable Arguments arguments;
    private @Nullable WorkflowLevelArtifactGC artifactGC;
    private @Nullable ArtifactRepositoryRef artifactRepositoryRef;
    private @Nullable Boolean automountServiceAccountToken;
    private @Nullable PodDNSConfig dnsConfig;
    private @Nullable String dnsPolicy;
    private @Nullable String entrypoint;
    private @Nullable ExecutorConfig executor;
    private List<ExecutorPlugin> executorPlugins = List.of();
    private Map<String, LifecycleHook> hooks = Map.of();
    private List<HostAlias> hostAliases = List.of();
    private @Nullable Boolean hostNetwork;
    private List<LocalObjectReference> imagePullSecrets = List.of();
    private @Nullable Metrics metrics;
    private Map<String, String> nodeSelector = Map.of();
    private @Nullable String onExit;
    private @Nullable Long parallelism;
    private @Nullable PodDisruptionBudgetSpec podDisruptionBudget;
    private @Nullable PodGC podGC;
    private @Nullable Metadata podMetadata;
    private @Nullable String podPriorityClassName;
    private @Nullable ResourceRequirements podResources;
    private @Nullable String podSpecPatch;
    private @Nullable Integer priority;
    private List<PodResourceClaim> resourceClaims = List.of();
    private @Nullable RetryStrategy retryStrategy;
    private @Nullable String schedulerName;
    private @Nullable PodSecurityContext securityContext;
    private @Nullable String serviceAccountName;
    private @Nullable String shutdown;
    private @Nullable Boolean suspend;
    private @Nullable Synchronization synchronization;
    private @Nullable Template templateDefaults;
    private List<Template> templates = List.of();
    private List<Toleration> tolerations = List.of();
    private @Nullable TTLStrategy ttlStrategy;
    private @Nullable VolumeClaimGC volumeClaimGC;
    private List<PersistentVolumeClaim> volumeClaimTemplates = List.of();
    private List<Volume> volumes = List.of();
    private @Nullable WorkflowMetadata workflowMetadata;
    private @Nullable WorkflowTemplateRef workflowTemplateRef;

    WorkflowSpecBuilder() {}

    WorkflowSpecBuilder(WorkflowSpec from) {
        this.activeDeadlineSeconds = from.activeDeadlineSeconds();
        this.affinity = from.affinity();
        this.archiveLogs = from.archiveLogs();
        this.arguments = from.arguments();
        this.artifactGC = from.artifactGC();
        this.artifactRepositoryRef = from.artifactRepositoryRef();
        this.automountServiceAccountToken = from.automountServiceAccountToken();
        this.dnsConfig = from.dnsConfig();
        this.dnsPolicy = from.dnsPolicy();
        this.entrypoint = from.entrypoint();
        this.executor = from.executor();
        this.executorPlugins = from.executorPlugins();
        this.hooks = from.hooks();
        this.hostAliases = from.hostAliases();
        this.hostNetwork = from.hostNetwork();
        this.imagePullSecrets = from.imagePullSecrets();
        this.metrics = from.metrics();
        this.nodeSelector = from.nodeSelector();
        this.onExit = from.onExit();
        this.parallelism = from.parallelism();
        this.podDisruptionBudget = from.podDisruptionBudget();
        this.podGC = from.podGC();
        this.podMetadata = from.podMetadata();
        this.podPriorityClassName = from.podPriorityClassName();
        this.podResources = from.podResources();
        this.podSpecPatch = from.podSpecPatch();
        this.priority = from.priority();
        this.resourceClaims = from.resourceClaims();
        this.retryStrategy = from.retryStrategy();
        this.schedulerName = from.schedulerName();
        this.securityContext = from.securityContext();
        this.serviceAccountName = from.serviceAccountName();
        this.shutdown = from.shutdown();
        this.suspend = from.suspend();
        this.synchronization = from.synchronization();
        this.templateDefaults = from.templateDefaults();
        this.templates = from.templates();
        this.tolerations = from.tolerations();
        this.ttlStrategy = from.ttlStrategy();
        this.volumeClaimGC = from.volumeClaimGC();
        this.volumeClaimTemplates = from.volumeClaimTemplates();
        this.volumes = from.volumes();
        this.workflowMetadata = from.workflowMetadata();
        this.workflowTemplateRef = from.workflowTemplateRef();
    }

    public WorkflowSpecBuilder activeDeadlineSeconds(@Nullable Long v) {
        this.activeDeadlineSeconds = v;
        return this;
    }

    public WorkflowSpecBuilder affinity(@Nullable Affinity v) {
        this.affinity = v;
        return this;
    }

    public WorkflowSpecBuilder archiveLogs(@Nullable Boolean v) {
        this.archiveLogs = v;
        return this;
    }

    public WorkflowSpecBuilder arguments(@Nullable Arguments v) {
        this.arguments = v;
        return this;
    }

    public WorkflowSpecBuilder artifactGC(@Nullable WorkflowLevelArtifactGC v) {
        this.artifactGC = v;
        return this;
    }

    public WorkflowSpecBuilder artifactRepositoryRef(@Nullable ArtifactRepositoryRef v) {
        this.artifactRepositoryRef = v;
        return this;
    }

    public WorkflowSpecBuilder automountServiceAccountToken(@Nullable Boolean v) {
        this.automountServiceAccountToken = v;
        return this;
    }

    public WorkflowSpecBuilder dnsConfig(@Nullable PodDNSConfig v) {
        this.dnsConfig = v;
        return this;
    }

    public WorkflowSpecBuilder dnsPolicy(@Nullable String v) {
        this.dnsPolicy = v;
        return this;
    }

    public WorkflowSpecBuilder entrypoint(@Nullable String v) {
        this.entrypoint = v;
        return this;
    }

    public WorkflowSpecBuilder executor(@Nullable ExecutorConfig v) {
        this.executor = v;
        return this;
    }

    public WorkflowSpecBuilder executorPlugins(List<ExecutorPlugin> v) {
        this.executorPlugins = v;
        return this;
    }

    public WorkflowSpecBuilder hooks(Map<String, LifecycleHook> v) {
        this.hooks = v;
        return this;
    }

    public WorkflowSpecBuilder hostAliases(List<HostAlias> v) {
        this.hostAliases = v;
        return this;
    }

    public WorkflowSpecBuilder hostNetwork(@Nullable Boolean v) {
        this.hostNetwork = v;
        return this;
    }

    public WorkflowSpecBuilder imagePullSecrets(List<LocalObjectReference> v) {
        this.imagePullSecrets = v;
        return this;
    }

    public WorkflowSpecBuilder metrics(@Nullable Metrics v) {
        this.metrics = v;
        return this;
    }

    public WorkflowSpecBuilder nodeSelector(Map<String, String> v) {
        this.nodeSelector = v;
        return this;
    }

    public WorkflowSpecBuilder onExit(@Nullable String v) {
        this.onExit = v;
        return this;
    }

    public WorkflowSpecBuilder parallelism(@Nullable Long v) {
        this.parallelism = v;
        return this;
    }

    public WorkflowSpecBuilder podDisruptionBudget(@Nullable PodDisruptionBudgetSpec v) {
        this.podDisruptionBudget = v;
        return this;
    }

    public WorkflowSpecBuilder podGC(@Nullable PodGC v) {
        this.podGC = v;
        return this;
    }

    public WorkflowSpecBuilder podMetadata(@Nullable Metadata v) {
        this.podMetadata = v;
        return this;
    }

    public WorkflowSpecBuilder podPriorityClassName(@Nullable String v) {
        this.podPriorityClassName = v;
        return this;
    }

    public WorkflowSpecBuilder podResources(@Nullable ResourceRequirements v) {
        this.podResources = v;
        return this;
    }

    public WorkflowSpecBuilder podSpecPatch(@Nullable String v) {
        this.podSpecPatch = v;
        return this;
    }

    public WorkflowSpecBuilder priority(@Nullable Integer v) {
        this.priority = v;
        return this;
    }

    public WorkflowSpecBuilder resourceClaims(List<PodResourceClaim> v) {
        this.resourceClaims = v;
        return this;
    }

    public WorkflowSpecBuilder retryStrategy(@Nullable RetryStrategy v) {
        this.retryStrategy = v;
        return this;
    }

    public WorkflowSpecBuilder schedulerName(@Nullable String v) {
        this.schedulerName = v;
        return this;
    }

    public WorkflowSpecBuilder securityContext(@Nullable PodSecurityContext v) {
        this.securityContext = v;
        return this;
    }

    public WorkflowSpecBuilder serviceAccountName(@Nullable String v) {
        this.serviceAccountName = v;
        return this;
    }

    public WorkflowSpecBuilder shutdown(@Nullable String v) {
        this.shutdown = v;
        return this;
    }

    public WorkflowSpecBuilder suspend(@Nullable Boolean v) {
        this.suspend = v;
        return this;
    }

    public WorkflowSpecBuilder synchronization(@Nullable Synchronization v) {
        this.synchronization = v;
        return this;
    }

    public WorkflowSpecBuilder templateDefaults(@Nullable Template v) {
        this.templateDefaults = v;
        return this;
    }

    public WorkflowSpecBuilder templates(List<Template> v) {
        this.templates = v;
        return this;
    }

    public WorkflowSpecBuilder tolerations(List<Toleration> v) {
        this.tolerations = v;
        return this;
    }

    public WorkflowSpecBuilder ttlStrategy(@Nullable TTLStrategy v) {
        this.ttlStrategy = v;
        return this;
    }

    public WorkflowSpecBuilder volumeClaimGC(@Nullable VolumeClaimGC v) {
        this.volumeClaimGC = v;
        return this;
    }

    public WorkflowSpecBuilder volumeClaimTemplates(List<PersistentVolumeClaim> v) {
        this.volumeClaimTemplates = v;
        return this;
    }

    public WorkflowSpecBuilder volumes(List<Volume> v) {
        this.volumes = v;
        return this;
    }

    public WorkflowSpecBuilder workflowMetadata(@Nullable WorkflowMetadata v) {
        this.workflowMetadata = v;
        return this;
    }

    public WorkflowSpecBuilder workflowTemplateRef(@Nullable WorkflowTemplateRef v) {
        this.workflowTemplateRef = v;
        return this;
    }

    public WorkflowSpec build() {
        return new WorkflowSpec(
                activeDeadlineSeconds,
                affinity,
                archiveLogs,
                arguments,
                artifactGC,
                artifactRepositoryRef,
                automountServiceAccountToken,
                dnsConfig,
                dnsPolicy,
                entrypoint,
                executor,
                executorPlugins,
                hooks,
                hostAliases,
                hostNetwork,
                imagePullSecrets,
                metrics,
                nodeSelector,
                onExit,
                parallelism,
                podDisruptionBudget,
                podGC,
                podMetadata,
                podPriorityClassName,
                podResources,
                podSpecPatch,
                priority,
                resourceClaims,
                retryStrategy,
                schedulerName,
                securityContext,
                serviceAccountName,
                shutdown,
                suspend,
                synchronization,
                templateDefaults,
                templates,
                tolerations,
                ttlStrategy,
                volumeClaimGC,
                volumeClaimTemplates,
                volumes,
                workflowMetadata,
                workflowTemplateRef);
    }
}
