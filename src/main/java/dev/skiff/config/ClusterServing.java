package dev.skiff.config;

import dev.skiff.controller.Controller;
import dev.skiff.controller.Limits;
import dev.skiff.controller.Parts;
import dev.skiff.data.DataWork;
import dev.skiff.http.HttpWork;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.kubernetes.ResourceWork;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.pods.PodSettings;
import dev.skiff.kubernetes.pods.PodWatch;
import dev.skiff.kubernetes.workflows.ClusterCaches;
import dev.skiff.kubernetes.workflows.EventQueue;
import dev.skiff.kubernetes.workflows.MemoryLocks;
import dev.skiff.kubernetes.workflows.SemaphoreLimits;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.local.TimerAlarms;
import dev.skiff.model.Workflow;
import dev.skiff.port.Alarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.Serving;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskWork;
import dev.skiff.runtime.DirectExecutor;
import dev.skiff.runtime.RoutingExecutor;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Puts together the controller of a cluster. */
final class ClusterServing implements Serving {
    private final Map<String, String> environment;
    private final Path home;
    private final Clock clock;
    private final Artifacts artifacts;

    ClusterServing(Map<String, String> environment, Path home, Clock clock, Artifacts artifacts) {
        this.environment = environment;
        this.home = home;
        this.clock = clock;
        this.artifacts = artifacts;
    }

    @Override
    public Service open(Settings settings) throws InterruptedException {
        KubeApi api = new FabricApi(client(settings.cluster()));
        Opened opened = new Opened(api, settings);
        try {
            opened.controller.start().get();
            return opened;
        } catch (ExecutionException e) {
            opened.close();
            throw new ExecutorException(
                    "the controller cannot begin: " + KubeProblem.in(e).getMessage(), e);
        } catch (InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private KubernetesClient client(@Nullable ClusterAccess access) {
        return access == null ? Connections.automatic(null, environment, home) : Connections.of(access);
    }

    private final class Opened implements Service {
        private final KubeApi api;
        private final Settings settings;
        private final Alarms alarms = new TimerAlarms(clock);
        private final SemaphoreLimits limits;
        private final EventQueue events;
        private final PodWatch pods;
        private final PodSettings podSettings;
        private final Controller controller;

        Opened(KubeApi api, Settings settings) {
            this.api = api;
            this.settings = settings;
            this.limits = new SemaphoreLimits(api);
            this.events = new EventQueue(api);
            String instance = settings.instanceId() == null ? "" : settings.instanceId();
            this.podSettings =
                    PodSettings.usual().withInstanceId(instance).withOwner(run -> Optional.of(owner(run.workflow())));
            this.pods = new PodWatch(api, settings.namespaces(), instance);
            MemoryLocks locks = new MemoryLocks(limits::watch);
            limits.tell(locks::limit);
            Parts parts = new Parts(
                    this::executor,
                    namespace -> new WorkflowEvents(events, () -> new WorkflowEvents.Chosen(true, true), clock),
                    Feed.NONE,
                    alarms,
                    locks,
                    new ClusterCaches(api, api.namespace(), clock),
                    clock);
            this.controller = new Controller(
                    api,
                    new Controller.Scope(settings.namespaces(), instance),
                    new Controller.Rules(() -> null, new Limits(() -> 0, namespace -> 0)),
                    parts);
        }

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

        private TaskExecutor executor(String namespace) {
            List<TaskWork> works = List.of(new HttpWork(), new DataWork(artifacts), new ResourceWork(null, artifacts));
            return new RoutingExecutor(
                    PodExecutors.shared(api, pods, namespace, podSettings, clock), new DirectExecutor(works, clock));
        }

        @Override
        public String summary() {
            return "running the workflows of "
                    + (settings.namespaces().isEmpty()
                            ? "all namespaces"
                            : "namespace " + String.join(", ", settings.namespaces()));
        }

        @Override
        public void close() {
            controller.close();
            pods.close();
            limits.close();
            alarms.close();
            api.close();
        }
    }
}
