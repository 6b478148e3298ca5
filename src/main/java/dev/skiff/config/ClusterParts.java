package dev.skiff.config;

import dev.skiff.artifact.SharedPlaces;
import dev.skiff.kubernetes.ResourceWork;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.jobs.JobExecutor;
import dev.skiff.kubernetes.jobs.OwnPod;
import dev.skiff.kubernetes.pods.Handover;
import dev.skiff.kubernetes.pods.PodSettings;
import dev.skiff.kubernetes.registry.RegistryStarts;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.Handovers;
import dev.skiff.port.Surroundings;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskWork;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs on a cluster without a controller: what the command line needs of it. Connects when it is first asked for something. */
final class ClusterParts {
    /** The image that has the agent; by default this pod's own. */
    static final String AGENT_IMAGE = "SKIFF_AGENT_IMAGE";

    private final Map<String, String> environment;
    private final Path home;
    private final Path configuration;
    private final Handovers handovers;
    private @Nullable Connected connected;

    private record Connected(KubernetesClient client, KubeApi api, Optional<OwnPod> pod) {}

    /** @param configuration says where artifacts lie that name no place; need not be there */
    ClusterParts(Map<String, String> environment, Path home, Path configuration, Handovers handovers) {
        this.environment = environment;
        this.home = home;
        this.configuration = configuration;
        this.handovers = handovers;
    }

    /** @throws ExecutorException when there is no cluster, or it does not answer */
    private synchronized Connected connected(@Nullable ClusterAccess access) {
        Connected there = connected;
        if (there == null) {
            KubernetesClient client =
                    access == null ? Connections.automatic(null, environment, home) : Connections.of(access);
            KubeApi api = new FabricApi(client);
            try {
                there = new Connected(client, api, access == null ? OwnPod.find(api, environment) : Optional.empty());
            } catch (KubeProblem e) {
                throw new ExecutorException("the cluster does not say which pod this is: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExecutorException("interrupted while the cluster was asked which pod this is", e);
            }
            connected = there;
        }
        return there;
    }

    /** Resource steps change the cluster that the pods run on, with this process' rights. */
    TaskWork resources(Executors.Settings settings, Artifacts artifacts) {
        return ResourceWork.as(connected(settings.cluster()).client(), artifacts);
    }

    Surroundings surroundings(Executors.Settings settings) {
        Connected there = connected(settings.cluster());
        return there.pod().<Surroundings>map(p -> p).orElse(() -> there.api().namespace());
    }

    TaskExecutor executor(Executors.Settings settings) {
        Connected there = connected(settings.cluster());
        OwnPod own = there.pod().orElse(null);
        String image = environment.getOrDefault(AGENT_IMAGE, own == null ? "" : own.image());
        PodSettings pods = PodSettings.usual()
                .withAgentImage(image)
                .withPlacing(SharedPlaces.of(configuration))
                .withStarts(RegistryStarts.of(environment))
                .withFollowLogs(own == null || settings.logs());
        if (own != null) {
            OwnerReference owner = reference(own.owner());
            pods = pods.withOwner(
                    run -> own.namespace().equals(run.workflow().metadata().getNamespace())
                            ? Optional.of(owner)
                            : Optional.empty());
            if (!own.ip().isEmpty()) {
                Handover desk = new Handover(there.api());
                handovers.open((namespace, pod, token, report) -> desk.handover(namespace, pod, token, report)
                        .thenApply(answer -> new Handovers.Reply(answer.status(), answer.message())));
                pods = pods.withHandoverUrl("http://" + inUrl(own.ip()) + ":" + port() + "/handover");
            }
        }
        Clock utc = Clock.systemUTC();
        return new JobExecutor(there.api(), pods, own != null, utc);
    }

    private String port() {
        return environment.getOrDefault("SKIFF_LISTEN_PORT", "9090");
    }

    private static String inUrl(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static OwnerReference reference(OwnPod.Owner owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.apiVersion())
                .withKind(owner.kind())
                .withName(owner.name())
                .withUid(owner.uid())
                .build();
    }
}
