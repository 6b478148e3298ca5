package dev.skiff.kubernetes.pods;

import dev.skiff.port.ArtifactPlacing;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How pods are made and kept, whatever the workflow; from the controller's ConfigMap and from the command line.
 *
 * @param instanceId value of {@link PodMarks#INSTANCE}; empty for none
 * @param labels of every pod, beside Argo's
 * @param owner what each pod of a run is deleted with: the Workflow object, the Job that runs it, or nothing
 * @param agentImage has the agent at {@code /skiff-agent/bin/skiff-agent}; empty when there is none: steps that need it fail
 * @param handoverUrl where agents post what is too large for a termination message, without the pod's own part:
 *     {@code http://controller:8080/handover}; empty when pods cannot reach this process
 * @param images image → what it starts; for images without a {@code command} in the template (Argo's key {@code images})
 * @param mainContainer what main containers have when the template does not say it (Argo's key {@code mainContainer})
 * @param executor pull policy, resources and security of our own init container (Argo's key {@code executor})
 * @param grace between SIGTERM and SIGKILL; null for the cluster's own, 30 s
 * @param deleteDelay before a pod is deleted by podGC when the workflow does not say it (GC-02)
 * @param followLogs whether the containers' output is read as it is written and given to the listener
 * @param exclusive whether all pods of these labels in the namespace belong to this process, so that it may end those that nobody wants
 * @param maxOutputBytes of all output parameters of a task together
 * @param starts asked for what an image starts of which {@code images} says nothing, when the agent has to start it
 * @param placing where artifacts lie, for the agents that fetch and store them
 * @param hostLabel the label of nodes that says which host they are (RETRY-15; Argo's {@code RETRY_HOST_NAME_LABEL_KEY}); empty when no host
 *     is to be avoided
 */
public record PodSettings(
        String instanceId,
        Map<String, String> labels,
        Function<RunContext, Optional<OwnerReference>> owner,
        String agentImage,
        String handoverUrl,
        Map<String, Entrypoint> images,
        @Nullable Container mainContainer,
        @Nullable Container executor,
        @Nullable Duration grace,
        Duration deleteDelay,
        boolean followLogs,
        boolean exclusive,
        long maxOutputBytes,
        ImageStarts starts,
        ArtifactPlacing placing,
        String hostLabel) {

    /** What an image starts: {@code ENTRYPOINT} and {@code CMD}. */
    public record Entrypoint(List<String> command, List<String> args) {
        public Entrypoint {
            command = List.copyOf(command);
            args = List.copyOf(args);
        }
    }

    public PodSettings {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        images = Map.copyOf(images);
    }

    /** Nothing but the pods themselves. */
    public static PodSettings usual() {
        return new PodSettings(
                "",
                Map.of(),
                _ -> Optional.empty(),
                "",
                "",
                Map.of(),
                null,
                null,
                null,
                Duration.ofSeconds(5),
                false,
                false,
                1 << 20,
                ImageStarts.UNKNOWN,
                ArtifactPlacing.NOWHERE,
                "kubernetes.io/hostname");
    }

    public PodSettings withInstanceId(String value) {
        return copy(b -> b.instanceId = value);
    }

    public PodSettings withOwner(Function<RunContext, Optional<OwnerReference>> value) {
        return copy(b -> b.owner = value);
    }

    public PodSettings withLabels(Map<String, String> value) {
        return copy(b -> b.labels = value);
    }

    public PodSettings withAgentImage(String value) {
        return copy(b -> b.agentImage = value);
    }

    public PodSettings withHandoverUrl(String value) {
        return copy(b -> b.handoverUrl = value);
    }

    public PodSettings withImages(Map<String, Entrypoint> value) {
        return copy(b -> b.images = value);
    }

    public PodSettings withMainContainer(@Nullable Container value) {
        return copy(b -> b.mainContainer = value);
    }

    public PodSettings withExecutor(@Nullable Container value) {
        return copy(b -> b.executor = value);
    }

    public PodSettings withGrace(@Nullable Duration value) {
        return copy(b -> b.grace = value);
    }

    public PodSettings withDeleteDelay(Duration value) {
        return copy(b -> b.deleteDelay = value);
    }

    public PodSettings withFollowLogs(boolean value) {
        return copy(b -> b.followLogs = value);
    }

    public PodSettings withExclusive(boolean value) {
        return copy(b -> b.exclusive = value);
    }

    public PodSettings withMaxOutputBytes(long value) {
        return copy(b -> b.maxOutputBytes = value);
    }

    public PodSettings withStarts(ImageStarts value) {
        return copy(b -> b.starts = value);
    }

    public PodSettings withPlacing(ArtifactPlacing value) {
        return copy(b -> b.placing = value);
    }

    public PodSettings withHostLabel(String value) {
        return copy(b -> b.hostLabel = value);
    }

    private PodSettings copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.build();
    }

    private static final class Copy {
        private String instanceId;
        private Map<String, String> labels;
        private Function<RunContext, Optional<OwnerReference>> owner;
        private String agentImage;
        private String handoverUrl;
        private Map<String, Entrypoint> images;
        private @Nullable Container mainContainer;
        private @Nullable Container executor;
        private @Nullable Duration grace;
        private Duration deleteDelay;
        private boolean followLogs;
        private boolean exclusive;
        private long maxOutputBytes;
        private ImageStarts starts;
        private ArtifactPlacing placing;
        private String hostLabel;

        Copy(PodSettings from) {
            instanceId = from.instanceId;
            labels = from.labels;
            owner = from.owner;
            agentImage = from.agentImage;
            handoverUrl = from.handoverUrl;
            images = from.images;
            mainContainer = from.mainContainer;
            executor = from.executor;
            grace = from.grace;
            deleteDelay = from.deleteDelay;
            followLogs = from.followLogs;
            exclusive = from.exclusive;
            maxOutputBytes = from.maxOutputBytes;
            starts = from.starts;
            placing = from.placing;
            hostLabel = from.hostLabel;
        }

        PodSettings build() {
            return new PodSettings(
                    instanceId,
                    labels,
                    owner,
                    agentImage,
                    handoverUrl,
                    images,
                    mainContainer,
                    executor,
                    grace,
                    deleteDelay,
                    followLogs,
                    exclusive,
                    maxOutputBytes,
                    starts,
                    placing,
                    hostLabel);
        }
    }
}
