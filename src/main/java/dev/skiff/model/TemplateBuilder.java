package dev.skiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Template}; what is not set is absent. */
public final class TemplateBuilder {

    private @Nullable IntOrString activeDeadlineSeconds;
    private @Nullable Affinity affinity;
    private Map<String, String> annotations = Map.of();
    private @Nullable ArtifactLocation archiveLocation;
    private @Nullable Boolean automountServiceAccountToken;
    private @Nullable Container container;
    private @Nullable ContainerSetTemplate containerSet;
    private @Nullable Boolean daemon;
    private @Nullable DAGTemplate dag;
    private @Nullable Data data;
    private @Nullable ExecutorConfig executor;
    private @Nullable Boolean failFast;
    private List<HostAlias> hostAliases = List.of();
    private @Nullable HTTP http;
    private List<UserContainer> initContainers = List.of();
    private @Nullable Inputs inputs;
    private @Nullable Memoize memoize;
    private @Nullable Metadata metadata;
    private @Nullable Metrics metrics;
    private @Nullable String name;
    private Map<String, String> nodeSelector = Map.of();
    private @Nullable Outputs outputs;
    private @Nullable Long parallelism;
    private @Nullable String pendingTimeout;
    private @Nullable JsonNode plugin;
    private @Nullable ResourceRequirements podResources;
    private @Nullable String podSpecPatch;
    private @Nullable String priorityClassName;
    private @Nullable ResourceTemplate resource;
    private List<PodResourceClaim> resourceClaims = List.of();
    private @Nullable RetryStrategy retryStrategy;
    private @Nullable String schedulerName;
    private @Nullable ScriptTemplate script;
    private @Nullable PodSecurityContext securityContext;
    private @Nullable String serviceAccountName;
    private List<UserContainer> sidecars = List.of();
    private @Nullable List<List<WorkflowStep>> steps;
    private @Nullable SuspendTemplate suspend;
    private @Nullable Synchronization synchronization;
    private @Nullable String timeout;
    private List<Toleration> tolerations = List.of();
    private List<Volume> volumes = List.of();

    TemplateBuilder() {}

    TemplateBuilder(Template from) {
        this.activeDeadlineSeconds = from.activeDeadlineSeconds();
        this.affinity = from.affinity();
        this.annotations = from.annotations();
        this.archiveLocation = from.archiveLocation();
        this.automountServiceAccountToken = from.automountServiceAccountToken();
        this.container = from.container();
        this.containerSet = from.containerSet();
        this.daemon = from.daemon();
        this.dag = from.dag();
        this.data = from.data();
        this.executor = from.executor();
        this.failFast = from.failFast();
        this.hostAliases = from.hostAliases();
        this.http = from.http();
        this.initContainers = from.initContainers();
        this.inputs = from.inputs();
        this.memoize = from.memoize();
        this.metadata = from.metadata();
        this.metrics = from.metrics();
        this.name = from.name();
        this.nodeSelector = from.nodeSelector();
        this.outputs = from.outputs();
        this.parallelism = from.parallelism();
        this.pendingTimeout = from.pendingTimeout();
        this.plugin = from.plugin();
        this.podResources = from.podResources();
        this.podSpecPatch = from.podSpecPatch();
        this.priorityClassName = from.priorityClassName();
        this.resource = from.resource();
        this.resourceClaims = from.resourceClaims();
        this.retryStrategy = from.retryStrategy();
        this.schedulerName = from.schedulerName();
        this.script = from.script();
        this.securityContext = from.securityContext();
        this.serviceAccountName = from.serviceAccountName();
        this.sidecars = from.sidecars();
        this.steps = from.steps();
        this.suspend = from.suspend();
        this.synchronization = from.synchronization();
        this.timeout = from.timeout();
        this.tolerations = from.tolerations();
        this.volumes = from.volumes();
    }

    public TemplateBuilder activeDeadlineSeconds(@Nullable IntOrString v) {
        this.activeDeadlineSeconds = v;
        return this;
    }

    public TemplateBuilder affinity(@Nullable Affinity v) {
        this.affinity = v;
        return this;
    }

    public TemplateBuilder annotations(Map<String, String> v) {
        this.annotations = v;
        return this;
    }

    public TemplateBuilder archiveLocation(@Nullable ArtifactLocation v) {
        this.archiveLocation = v;
        return this;
    }

    public TemplateBuilder automountServiceAccountToken(@Nullable Boolean v) {
        this.automountServiceAccountToken = v;
        return this;
    }

    public TemplateBuilder container(@Nullable Container v) {
        this.container = v;
        return this;
    }

    public TemplateBuilder containerSet(@Nullable ContainerSetTemplate v) {
        this.containerSet = v;
        return this;
    }

    public TemplateBuilder daemon(@Nullable Boolean v) {
        this.daemon = v;
        return this;
    }

    public TemplateBuilder dag(@Nullable DAGTemplate v) {
        this.dag = v;
        return this;
    }

    public TemplateBuilder data(@Nullable Data v) {
        this.data = v;
        return this;
    }

    public TemplateBuilder executor(@Nullable ExecutorConfig v) {
        this.executor = v;
        return this;
    }

    public TemplateBuilder failFast(@Nullable Boolean v) {
        this.failFast = v;
        return this;
    }

    public TemplateBuilder hostAliases(List<HostAlias> v) {
        this.hostAliases = v;
        return this;
    }

    public TemplateBuilder http(@Nullable HTTP v) {
        this.http = v;
        return this;
    }

    public TemplateBuilder initContainers(List<UserContainer> v) {
        this.initContainers = v;
        return this;
    }

    public TemplateBuilder inputs(@Nullable Inputs v) {
        this.inputs = v;
        return this;
    }

    public TemplateBuilder memoize(@Nullable Memoize v) {
        this.memoize = v;
        return this;
    }

    public TemplateBuilder metadata(@Nullable Metadata v) {
        this.metadata = v;
        return this;
    }

    public TemplateBuilder metrics(@Nullable Metrics v) {
        this.metrics = v;
        return this;
    }

    public TemplateBuilder name(@Nullable String v) {
        this.name = v;
        return this;
    }

    public TemplateBuilder nodeSelector(Map<String, String> v) {
        this.nodeSelector = v;
        return this;
    }

    public TemplateBuilder outputs(@Nullable Outputs v) {
        this.outputs = v;
        return this;
    }

    public TemplateBuilder parallelism(@Nullable Long v) {
        this.parallelism = v;
        return this;
    }

    public TemplateBuilder pendingTimeout(@Nullable String v) {
        this.pendingTimeout = v;
        return this;
    }

    public TemplateBuilder plugin(@Nullable JsonNode v) {
        this.plugin = v;
        return this;
    }

    public TemplateBuilder podResources(@Nullable ResourceRequirements v) {
        this.podResources = v;
        return this;
    }

    public TemplateBuilder podSpecPatch(@Nullable String v) {
        this.podSpecPatch = v;
        return this;
    }

    public TemplateBuilder priorityClassName(@Nullable String v) {
        this.priorityClassName = v;
        return this;
    }

    public TemplateBuilder resource(@Nullable ResourceTemplate v) {
        this.resource = v;
        return this;
    }

    public TemplateBuilder resourceClaims(List<PodResourceClaim> v) {
        this.resourceClaims = v;
        return this;
    }

    public TemplateBuilder retryStrategy(@Nullable RetryStrategy v) {
        this.retryStrategy = v;
        return this;
    }

    public TemplateBuilder schedulerName(@Nullable String v) {
        this.schedulerName = v;
        return this;
    }

    public TemplateBuilder script(@Nullable ScriptTemplate v) {
        this.script = v;
        return this;
    }

    public TemplateBuilder securityContext(@Nullable PodSecurityContext v) {
        this.securityContext = v;
        return this;
    }

    public TemplateBuilder serviceAccountName(@Nullable String v) {
        this.serviceAccountName = v;
        return this;
    }

    public TemplateBuilder sidecars(List<UserContainer> v) {
        this.sidecars = v;
        return this;
    }

    public TemplateBuilder steps(@Nullable List<List<WorkflowStep>> v) {
        this.steps = v;
        return this;
    }

    public TemplateBuilder suspend(@Nullable SuspendTemplate v) {
        this.suspend = v;
        return this;
    }

    public TemplateBuilder synchronization(@Nullable Synchronization v) {
        this.synchronization = v;
        return this;
    }

    public TemplateBuilder timeout(@Nullable String v) {
        this.timeout = v;
        return this;
    }

    public TemplateBuilder tolerations(List<Toleration> v) {
        this.tolerations = v;
        return this;
    }

    public TemplateBuilder volumes(List<Volume> v) {
        this.volumes = v;
        return this;
    }

    public Template build() {
        return new Template(
                activeDeadlineSeconds,
                affinity,
                annotations,
                archiveLocation,
                automountServiceAccountToken,
                container,
                containerSet,
                daemon,
                dag,
                data,
                executor,
                failFast,
                hostAliases,
                http,
                initContainers,
                inputs,
                memoize,
                metadata,
                metrics,
                name,
                nodeSelector,
                outputs,
                parallelism,
                pendingTimeout,
                plugin,
                podResources,
                podSpecPatch,
                priorityClassName,
                resource,
                resourceClaims,
                retryStrategy,
                schedulerName,
                script,
                securityContext,
                serviceAccountName,
                sidecars,
                steps,
                suspend,
                synchronization,
                timeout,
                tolerations,
                volumes);
    }
}
