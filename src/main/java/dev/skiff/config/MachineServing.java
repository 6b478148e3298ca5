package dev.skiff.config;

import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Executors;
import dev.skiff.port.RunStore;
import dev.skiff.port.Serving;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.Vitals;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.Ports;
import dev.skiff.standalone.Parts;
import dev.skiff.standalone.StandaloneService;
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
        return new Served(
                new StandaloneService(new Parts(
                        settings.on(),
                        executor,
                        world.executors(),
                        how,
                        world.ports(),
                        world.store(),
                        new FileRunCatalog(world.data(), world.ports().clock()),
                        new FileObjectStore(world.data(), world.ports().clock()),
                        world.artifacts(),
                        settings.resources(),
                        settings.namespaces(),
                        world.random())),
                world.vitals());
    }

    private static final class Served implements Service {
        private static final String PART = "runs";

        private final StandaloneService service;
        private final Vitals vitals;
        private final CompletableFuture<String> failed = new CompletableFuture<>();

        Served(StandaloneService service, Vitals vitals) {
            this.service = service;
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
            return service;
        }

        @Override
        public CompletableFuture<String> failed() {
            return failed;
        }

        @Override
        public void close() {
            vitals.ended(PART);
            service.close();
        }
    }
}
