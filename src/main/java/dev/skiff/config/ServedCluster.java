package dev.skiff.config;

import dev.skiff.controller.Controller;
import dev.skiff.controller.Limits;
import dev.skiff.controller.Parts;
import dev.skiff.data.DataWork;
import dev.skiff.http.HttpWork;
import dev.skiff.kubernetes.ConfigWatch;
import dev.skiff.kubernetes.ControllerConfig;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.kubernetes.ResourceWork;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.MeasuredApi;
import dev.skiff.kubernetes.jobs.OwnPod;
import dev.skiff.kubernetes.lease.LeaderElection;
import dev.skiff.kubernetes.lease.LeaseTimes;
import dev.skiff.kubernetes.pods.Handover;
import dev.skiff.kubernetes.pods.PodRate;
import dev.skiff.kubernetes.pods.PodWatch;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.kubernetes.workflows.ClusterCaches;
import dev.skiff.kubernetes.workflows.EventQueue;
import dev.skiff.kubernetes.workflows.MemoryLocks;
import dev.skiff.kubernetes.workflows.NamespaceLimits;
import dev.skiff.kubernetes.workflows.SemaphoreLimits;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Alarms;
import dev.skiff.port.Handovers;
import dev.skiff.port.Meter;
import dev.skiff.port.Serving;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskWork;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.DirectExecutor;
import dev.skiff.runtime.RoutingExecutor;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One controller of a cluster, from its configuration to its end. */
final class ServedCluster implements Serving.Service {
    private static final System.Logger LOG = System.getLogger("dev.skiff.config");
    private static final String PART = "controller";
    private static final Duration PULSE = Duration.ofSeconds(30);

    private final ClusterServing.World world;
    private final Serving.Settings settings;
    private final KubernetesClient client;
    private final KubeApi api;
    private final String home;
    private final Alarms alarms;
    private final ClusterService workflows;
    private final ConfiguredArchive archive;
    private final ConfigWatch config;
    private final SemaphoreLimits limits;
    private final PodRate rate;
    private final NamespaceLimits namespaceLimits;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private @Nullable LeaderElection election;
    private @Nullable PodWatch pods;
    private @Nullable Controller controller;
    private boolean closed;
    private volatile boolean leading;
    private volatile boolean standingBy;

    ServedCluster(ClusterServing.World world, Serving.Settings settings, KubernetesClient client, Callers callers) {
        this.world = world;
        this.settings = settings;
        this.client = client;
        this.api = new MeasuredApi(new FabricApi(client), world.meters(), world.clock());
        String only = settings.namespaces().size() == 1 ? settings.namespaces().getFirst() : "";
        this.archive = new ConfiguredArchive(world.environment(), () -> config().current(), this::instanceId, only);
        this.workflows = new ClusterService(
                callers,
                new ServiceSettings(
                        only,
                        this::instanceId,
                        world.clock(),
                        new ClusterDepot(
                                () -> Optional.ofNullable(config().current().artifactRepository()),
                                world.environment().containsKey("KUBERNETES_SERVICE_HOST")),
                        archive.access(settings.configMap())));
        this.home = home();
        this.alarms = new TimerAlarms(world.clock());
        this.config = new ConfigWatch(api, home, settings.configMap(), this::configured);
        this.limits = new SemaphoreLimits(api);
        this.rate = new PodRate(() -> config.current().resourceRateLimit(), world.clock());
        this.namespaceLimits = new NamespaceLimits(api, this::configured);
    }

    /** Where the configuration and the lease are. Outside of the cluster, a controller of one namespace is at home there. */
    private String home() {
        String own = world.environment().getOrDefault("POD_NAMESPACE", "");
        if (!own.isEmpty()) {
            return own;
        }
        boolean outside = !world.environment().containsKey("KUBERNETES_SERVICE_HOST");
        return outside && settings.namespaces().size() == 1
                ? settings.namespaces().getFirst()
                : api.namespace();
    }

    private ConfigWatch config() {
        return config;
    }

    @Override
    public WorkflowService workflows() {
        return workflows;
    }

    void begin() {
        world.vitals()
                .ready(PART, () -> ready.isDone() || standingBy ? "" : "it is not known yet which workflows there are");
        world.vitals().beat(PART);
        world.meters().forgetAfter(() -> config.current().metrics().ttl());
        Handover desk = new Handover(api);
        world.handovers()
                .open((namespace, pod, token, report) -> desk.handover(namespace, pod, token, report)
                        .thenApply(answer -> new Handovers.Reply(answer.status(), answer.message())));
        var unused = config.start().thenRun(() -> Thread.ofVirtual().name(PART).start(this::takePart));
    }

    private void takePart() {
        if (!settings.elect() || LeaseTimes.disabled(world.environment())) {
            lead();
            return;
        }
        LeaderElection begun = new LeaderElection(
                api,
                home,
                LeaderElection.name(instanceId()),
                world.environment().getOrDefault("LEADER_ELECTION_IDENTITY", "skiff-" + UUID.randomUUID()),
                LeaseTimes.of(world.environment()),
                world.clock(),
                new Ears());
        synchronized (this) {
            if (closed) {
                return;
            }
            election = begun;
        }
        world.meters().show(Meter.LEADER, () -> leading ? 1 : 0);
        begun.start();
    }

    /** Before the configuration is known: what the command says. */
    private String instanceId() {
        return Objects.requireNonNullElse(
                settings.instanceId(), config.current().instanceId());
    }

    private List<String> namespaces() {
        String only = config.current().namespace();
        return settings.namespaces().isEmpty() && only != null ? List.of(only) : settings.namespaces();
    }

    private final class Ears implements LeaderElection.Listener {

        @Override
        public void leads() {
            leading = true;
            standingBy = false;
            Thread.ofVirtual().name(PART).start(ServedCluster.this::lead);
        }

        @Override
        public void lost(String why) {
            leading = false;
            failed.complete("this controller leads no longer: " + why);
        }

        @Override
        public void troubled(String problem) {
            LOG.log(System.Logger.Level.WARNING, "the lease: " + problem);
        }

        @Override
        public void follows(String leader) {
            standingBy = true;
            LOG.log(System.Logger.Level.INFO, "standing by: " + leader + " leads");
        }
    }

    private void lead() {
        Controller made;
        String image = agentImage();
        synchronized (this) {
            if (closed) {
                return;
            }
            PodDefaults defaults = new PodDefaults(instanceId(), image, world.environment());
            PodWatch watch = new PodWatch(api, namespaces(), instanceId());
            pods = watch;
            made = new Controller(
                    api, new Controller.Scope(namespaces(), instanceId()), rules(), parts(watch, defaults));
            controller = made;
        }
        if (namespaces().isEmpty()) {
            namespaceLimits.start();
        }
        made.start().whenComplete((done, failure) -> {
            if (failure == null) {
                world.meters().show(Meter.WORKFLOWS, made::size, "Running");
                ready.complete(summary());
                pulse(made);
            } else {
                failed.complete("the controller cannot begin: "
                        + KubeProblem.in(failure).getMessage());
            }
        });
    }

    /** By default the one that this process itself is in. */
    private String agentImage() {
        String given = world.environment().getOrDefault(ClusterParts.AGENT_IMAGE, "");
        if (!given.isEmpty()) {
            return given;
        }
        try {
            return OwnPod.find(api, world.environment()).map(OwnPod::image).orElse("");
        } catch (KubeProblem e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "steps that hand files over will fail, for the image that this controller is in cannot be"
                            + " found out; set " + ClusterParts.AGENT_IMAGE + ": " + e.getMessage());
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Controller.Rules rules() {
        ControllerConfig.Retention retention = config.current().retention();
        boolean keepsAll = retention.completed() == null && retention.failed() == null && retention.errored() == null;
        return new Controller.Rules(
                () -> config.current().workflowDefaults(),
                () -> config.current().templateReferencing() != ControllerConfig.TemplateReferencing.FREE,
                () -> config.current().initialDelay(),
                keepsAll ? null : this::kept,
                limits(),
                archive.archiving());
    }

    private @Nullable Integer kept(String phase) {
        ControllerConfig.Retention retention = config.current().retention();
        return switch (phase) {
            case "Succeeded" -> retention.completed();
            case "Failed" -> retention.failed();
            case "Error" -> retention.errored();
            default -> null;
        };
    }

    private Limits limits() {
        return new Limits(
                () -> config.current().parallelism(),
                namespace -> namespaceLimits.of(namespace, config.current().namespaceParallelism()));
    }

    private Parts parts(PodWatch watch, PodDefaults defaults) {
        MemoryLocks locks = new MemoryLocks(limits::watch);
        limits.tell(locks::limit);
        EventQueue events = new EventQueue(api);
        return new Parts(
                namespace -> executor(watch, defaults, namespace),
                namespace -> new WorkflowEvents(events, instanceId(), this::chosen, world.clock()),
                namespace -> new PhaseCounter(namespace, world.meters()),
                alarms,
                locks,
                new ClusterCaches(api, home, world.clock()),
                world.meters(),
                world.traces(),
                world.clock());
    }

    private WorkflowEvents.Chosen chosen() {
        ControllerConfig.Events events = config.current().events();
        return new WorkflowEvents.Chosen(events.node(), events.workflow());
    }

    private TaskExecutor executor(PodWatch watch, PodDefaults defaults, String namespace) {
        List<TaskWork> works = List.of(
                new HttpWork(),
                new DataWork(world.artifacts()),
                ResourceWork.asServiceAccounts(api, client, world.artifacts(), world.clock()));
        TaskExecutor executor =
                PodExecutors.shared(api, watch, namespace, () -> defaults.with(config.current()), rate, world.clock());
        return new RoutingExecutor(executor, new DirectExecutor(works, world.clock()));
    }

    private String summary() {
        List<String> namespaces = namespaces();
        String which = instanceId().isEmpty() ? "" : " of instance " + instanceId();
        return "running the workflows" + which + " of "
                + (namespaces.isEmpty() ? "all namespaces" : "namespace " + String.join(", ", namespaces));
    }

    private void configured() {
        Controller running;
        synchronized (this) {
            running = controller;
        }
        if (running != null) {
            running.limitsChanged();
        }
    }

    /** A sign of life only if the controller can be entered. */
    private void pulse(Controller running) {
        int size = running.size();
        LOG.log(System.Logger.Level.DEBUG, () -> size + " workflows have not ended");
        world.vitals().beat(PART);
        alarms.set("", "pulse", world.clock().instant().plus(PULSE), () -> pulse(running));
    }

    @Override
    public CompletableFuture<String> ready() {
        return ready;
    }

    @Override
    public CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        world.vitals().ended(PART);
        // once somebody else may lead, nothing is written any more
        if (controller != null && !failed.isDone()) {
            controller.close();
        }
        if (election != null) {
            election.close();
        }
        if (pods != null) {
            pods.close();
        }
        config.close();
        limits.close();
        namespaceLimits.close();
        alarms.close();
        workflows.close();
        archive.close();
        api.close();
    }
}
