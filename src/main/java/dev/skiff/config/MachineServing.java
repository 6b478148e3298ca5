package dev.skiff.config;

import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.oidc.OidcVerifier;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Executors;
import dev.skiff.port.RunStore;
import dev.skiff.port.Serving;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.Vitals;
import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.Ports;
import dev.skiff.standalone.Drive;
import dev.skiff.standalone.Parts;
import dev.skiff.standalone.StandaloneService;
import dev.skiff.standalone.VerifiedService;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** Serves the workflows of this machine, on a container engine or as processes. */
final class MachineServing implements Serving {
    private static final System.Logger LOG = System.getLogger("dev.skiff.config");

    /**
     * What it works with.
     *
     * @param data where skiff keeps what it keeps
     */
    record World(
            Path data,
            RunStore store,
            Executors executors,
            Ports ports,
            Artifacts artifacts,
            Vitals vitals,
            RandomGenerator random) {}

    private final World world;

    MachineServing(World world) {
        this.world = world;
    }

    @Override
    public Service open(Settings settings) {
        Executors.Settings how = new Executors.Settings(settings.allowHostPath(), settings.cluster(), true);
        TaskExecutor executor = world.executors().open(settings.on(), how);
        String notice = world.executors().notice(settings.on());
        if (!notice.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, notice);
        }
        StandaloneService service = new StandaloneService(
                new Parts(
                        world.executors(),
                        world.store(),
                        new FileRunCatalog(world.data(), world.ports().clock()),
                        new FileObjectStore(world.data(), world.ports().clock()),
                        world.artifacts(),
                        settings.resources(),
                        settings.namespaces(),
                        world.ports().clock(),
                        world.random()),
                new Drive(settings.on(), executor, how, world.ports()));
        OidcSettings oidc = settings.auth().oidc();
        return new Served(
                service,
                oidc == null
                        ? service
                        : new VerifiedService(
                                service, new OidcVerifier(oidc, world.ports().clock())),
                world.vitals());
    }

    private static final class Served implements Service {
        private static final String PART = "runs";

        private final StandaloneService service;
        private final WorkflowService reached;
        private final Vitals vitals;
        private final CompletableFuture<String> failed = new CompletableFuture<>();

        /** @param reached the same service, as callers reach it */
        Served(StandaloneService service, WorkflowService reached, Vitals vitals) {
            this.service = service;
            this.reached = reached;
            this.vitals = vitals;
            vitals.ready(PART, () -> service.ready().isDone() ? "" : "the runs of this machine are being read");
            var unused = service.ready().exceptionally(e -> {
                failed.complete(
                        "this machine cannot be served: " + (e.getCause() == null ? e : e.getCause()).getMessage());
                return "";
            });
        }

        @Override
        public CompletableFuture<String> ready() {
            return service.ready();
        }

        @Override
        public WorkflowService workflows() {
            return reached;
        }

        @Override
        public CompletableFuture<String> failed() {
            return failed;
        }

        @Override
        public void close() {
            vitals.ended(PART);
            reached.close();
        }
    }
}
