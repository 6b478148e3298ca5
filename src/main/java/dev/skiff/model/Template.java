package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
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

/**
 * One reusable unit of work. Exactly one of its body fields is set in a valid template; {@link #body()} gives it as a
 * sealed value.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Template(
        @Nullable IntOrString activeDeadlineSeconds,
        @Nullable Affinity affinity,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations,
        @Nullable ArtifactLocation archiveLocation,
        @Nullable Boolean automountServiceAccountToken,
        @Nullable Container container,
        @Nullable ContainerSetTemplate containerSet,
        @Nullable Boolean daemon,
        @Nullable DAGTemplate dag,
        @Nullable Data data,
        @Nullable ExecutorConfig executor,
        @Nullable Boolean failFast,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HostAlias> hostAliases,
        @Nullable HTTP http,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UserContainer> initContainers,
        @Nullable Inputs inputs,
        @Nullable Memoize memoize,
        @Nullable Metadata metadata,
        @Nullable Metrics metrics,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> nodeSelector,
        @Nullable Outputs outputs,
        @Nullable Long parallelism,
        @Nullable String pendingTimeout,
        @Nullable JsonNode plugin,
        @Nullable ResourceRequirements podResources,
        @Nullable String podSpecPatch,
        @Nullable String priorityClassName,
        @Nullable ResourceTemplate resource,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PodResourceClaim> resourceClaims,
        @Nullable RetryStrategy retryStrategy,
        @Nullable String schedulerName,
        @Nullable ScriptTemplate script,
        @Nullable PodSecurityContext securityContext,
        @Nullable String serviceAccountName,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UserContainer> sidecars,
        @Nullable List<List<WorkflowStep>> steps,
        @Nullable SuspendTemplate suspend,
        @Nullable Synchronization synchronization,
        @Nullable String timeout,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Toleration> tolerations,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Volume> volumes) {

    public Template {
        annotations = Copies.map(annotations);
        hostAliases = Copies.list(hostAliases);
        initContainers = Copies.list(initContainers);
        nodeSelector = Copies.map(nodeSelector);
        resourceClaims = Copies.list(resourceClaims);
        sidecars = Copies.list(sidecars);
        steps = steps == null ? null : Copies.nested(steps);
        tolerations = Copies.list(tolerations);
        volumes = Copies.list(volumes);
    }

    /** An empty builder. */
    public static TemplateBuilder builder() {
        return new TemplateBuilder();
    }

    /** A builder that starts from this value. */
    public TemplateBuilder toBuilder() {
        return new TemplateBuilder(this);
    }

    /** The one body that is set, or {@link TemplateBody.Unclear} when none or several are. */
    public TemplateBody body() {
        return TemplateBody.of(this);
    }
}
