package dev.skiff.config;

import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.remote.RemoteService;
import dev.skiff.standalone.BystanderService;
import dev.skiff.standalone.Parts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Servers, and clusters with this user's own rights. */
final class InstalledServices implements Services {
    private static final String USUAL_NAMESPACE = "default";

    private final Map<String, String> environment;
    private final Path home;
    private final InstantSource clock;
    private final Supplier<Parts> machine;

    /** @param machine what is known of this machine's runs; asked for when they are opened */
    InstalledServices(Map<String, String> environment, Path home, InstantSource clock, Supplier<Parts> machine) {
        this.environment = environment;
        this.home = home;
        this.clock = clock;
        this.machine = machine;
    }

    @Override
    public Opened here() {
        BystanderService service = new BystanderService(machine.get());
        return new Opened() {
            @Override
            public WorkflowService.Session session() {
                return service.as(Caller.NOBODY);
            }

            @Override
            public String namespace() {
                return USUAL_NAMESPACE;
            }

            @Override
            public void close() {
                service.close();
            }
        };
    }

    @Override
    public Opened server(ServerAccess access) {
        RemoteService service = new RemoteService(access);
        Caller caller = new Caller(access.token());
        Supplier<String> renewed = access.renewed();
        WorkflowService.Session session =
                renewed == null ? service.as(caller) : service.as(() -> new Caller(renewed.get()));
        return new Opened() {
            @Override
            public WorkflowService.Session session() {
                return session;
            }

            @Override
            public String namespace() throws InterruptedException {
                String only = service.managedNamespace(caller);
                return only.isEmpty() ? USUAL_NAMESPACE : only;
            }

            @Override
            public void close() {
                service.close();
            }
        };
    }

    @Override
    public Opened cluster(@Nullable ClusterAccess access) {
        FabricApi api =
                new FabricApi(access == null ? Connections.automatic(null, environment, home) : Connections.of(access));
        ClusterService service = new ClusterService(
                Callers.asServer(api), new ServiceSettings("", clock, new ClusterDepot(Optional::empty, false)));
        WorkflowService.Session session = service.as(Caller.NOBODY);
        return new Opened() {
            @Override
            public WorkflowService.Session session() {
                return session;
            }

            @Override
            public String namespace() {
                return api.namespace();
            }

            @Override
            public void close() {
                service.close();
            }
        };
    }
}
