package dev.skiff.config;

import dev.skiff.artifact.SharedPlaces;
import dev.skiff.kubernetes.ControllerConfig;
import dev.skiff.kubernetes.pods.PodSettings;
import dev.skiff.kubernetes.registry.RegistryStarts;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the pods of a controller's workflows are made, as its configuration says it at the moment. */
final class PodDefaults {
    private final PodSettings fixed;
    private @Nullable ControllerConfig last;
    private PodSettings settings;

    /** @param image that has the agent, when the configuration names none; empty for none */
    PodDefaults(String instanceId, String image, Map<String, String> environment) {
        this.fixed = PodSettings.usual()
                .withInstanceId(instanceId)
                .withAgentImage(image)
                .withHandoverUrl(handover(environment.getOrDefault("SKIFF_HANDOVER_URL", "")))
                .withStarts(RegistryStarts.of(environment))
                .withHostLabel(environment.getOrDefault("RETRY_HOST_NAME_LABEL_KEY", "kubernetes.io/hostname"))
                .withOwner(run -> Optional.of(owner(run.workflow())));
        this.settings = fixed;
    }

    private static String handover(String url) {
        return url.isEmpty() ? "" : url.replaceFirst("/+$", "") + "/handover";
    }

    synchronized PodSettings with(ControllerConfig config) {
        if (config != last) {
            last = config;
            settings = made(config);
        }
        return settings;
    }

    private PodSettings made(ControllerConfig config) {
        Map<String, PodSettings.Entrypoint> images = new LinkedHashMap<>();
        config.images()
                .forEach(
                        (name, image) -> images.put(name, new PodSettings.Entrypoint(image.entrypoint(), image.cmd())));
        PodSettings made = fixed.withImages(images)
                .withMainContainer(config.mainContainer())
                .withExecutor(config.executor())
                .withPlacing(SharedPlaces.of(() -> Optional.ofNullable(config.artifactRepository())))
                .withDeleteDelay(config.podGC().delay());
        if (config.executor() != null && config.executor().getImage() != null) {
            made = made.withAgentImage(config.executor().getImage());
        }
        Long grace = config.podGC().gracePeriodSeconds();
        return grace == null ? made : made.withGrace(Duration.ofSeconds(grace));
    }

    /** The garbage collector of the cluster deletes the pods with their workflow. */
    private static OwnerReference owner(Workflow workflow) {
        return new OwnerReferenceBuilder()
                .withApiVersion(workflow.apiVersion())
                .withKind(workflow.kind())
                .withName(workflow.metadata().getName())
                .withUid(workflow.metadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
