package dev.skiff.kubernetes;

import dev.skiff.kubernetes.pods.PodRate;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ConfigMap {@code workflow-controller-configmap} says (features.md section 8), with Argo's defaults for what it does not say.
 *
 * @param events which Kubernetes Events are written
 * @param executor what the agent's container is like; of its fields image, imagePullPolicy, resources, securityContext, args and env count
 * @param mainContainer what every main container has unless its template says otherwise
 * @param artifactRepository where artifacts lie that name no place
 * @param namespace the only namespace that is watched; null when the map does not say
 * @param instanceId which workflows are this controller's, by their label (MET-07); empty for those without one
 * @param parallelism how many workflows run at once; 0 for no limit
 * @param namespaceParallelism how many run at once in one namespace; 0 for no limit
 * @param resourceRateLimit how fast pods are created; null for no limit
 * @param workflowDefaults a partial workflow that lies under every other
 * @param podGC how pods are deleted
 * @param templateReferencing what a workflow may be
 * @param initialDelay how long a new workflow is left alone, for webhooks to change it
 * @param images the command of each image, by the image's name
 * @param retention how many finished workflows are kept
 * @param metrics how metrics are given
 * @param persistence where workflows that have ended are archived
 */
public record ControllerConfig(
        Events events,
        @Nullable Container executor,
        @Nullable Container mainContainer,
        @Nullable ArtifactRepository artifactRepository,
        @Nullable String namespace,
        String instanceId,
        int parallelism,
        int namespaceParallelism,
        PodRate.@Nullable Limit resourceRateLimit,
        @Nullable Workflow workflowDefaults,
        PodDeletion podGC,
        TemplateReferencing templateReferencing,
        Duration initialDelay,
        Map<String, ImageCommand> images,
        Retention retention,
        MetricsConfig metrics,
        PersistenceConfig persistence) {

    public ControllerConfig {
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /** What holds when there is no such ConfigMap. */
    public static ControllerConfig defaults() {
        return ConfigReader.read(Map.of()).config();
    }

    /**
     * @param node whether the end and start of nodes are told
     * @param asPod whether they are told of the pod, else of the workflow
     * @param workflow whether the start and end of workflows are told
     */
    public record Events(boolean node, boolean asPod, boolean workflow) {}

    /**
     * @param gracePeriodSeconds null for each pod's own
     * @param delay how long a finished pod stays when its workflow does not say
     */
    public record PodDeletion(@Nullable Long gracePeriodSeconds, Duration delay) {}

    /** Which workflows are run. */
    public enum TemplateReferencing {
        /** All. */
        FREE,
        /** Only those that refer to a template. */
        STRICT,
        /** Only those that refer to a template, which must not change while they run. */
        SECURE
    }

    /**
     * What an image runs when a template gives no command.
     *
     * @param entrypoint the command
     * @param cmd its arguments
     */
    public record ImageCommand(List<String> entrypoint, List<String> cmd) {

        public ImageCommand {
            entrypoint = List.copyOf(entrypoint);
            cmd = List.copyOf(cmd);
        }
    }

    /** How many workflows that ended so are kept; null for all. */
    public record Retention(
            @Nullable Integer completed,
            @Nullable Integer failed,
            @Nullable Integer errored) {}

    /**
     * @param ttl after which a custom metric that is not written is forgotten; zero for never
     * @param buckets the bounds of a histogram, by the metric's name
     * @param disabled the metrics that are not given
     */
    public record MetricsConfig(
            boolean enabled,
            String path,
            int port,
            Duration ttl,
            Map<String, List<Double>> buckets,
            List<String> disabled) {

        public MetricsConfig {
            buckets = Collections.unmodifiableMap(new LinkedHashMap<>(buckets));
            disabled = List.copyOf(disabled);
        }
    }

    /**
     * A config, and what is to be told of the map that it was read from.
     *
     * @param notices sentences: what is malformed, and where; which keys are not supported. The rest of the map holds all the same.
     */
    public record Read(ControllerConfig config, List<String> notices) {

        public Read {
            notices = List.copyOf(notices);
        }
    }
}
