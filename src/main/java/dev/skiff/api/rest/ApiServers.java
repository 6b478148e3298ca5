package dev.skiff.api.rest;

import dev.skiff.port.service.WebServer;
import dev.skiff.port.service.WorkflowService;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Opens servers of the REST API. */
@Singleton
final class ApiServers implements WebServer {
    private final Instance<Vertx> vertx;
    private final InstantSource clock;

    @Inject
    ApiServers(Instance<Vertx> vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public Opened open(WorkflowService service, Settings settings) {
        return open(vertx.get(), clock, service, settings);
    }

    static Opened open(Vertx vertx, InstantSource clock, WorkflowService service, Settings settings) {
        return new ApiServer(vertx, service, settings, endpoints(clock, service.managedNamespace()), RenewedKey.PERIOD);
    }

    /** All of them; the more special path first. */
    static List<Endpoint> endpoints(InstantSource clock, String managedNamespace) {
        String version = version();
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new WorkflowEndpoints(clock).all());
        all.addAll(KeptEndpoints.all());
        all.addAll(ArchiveEndpoints.all());
        all.addAll(new EventEndpoints(clock).all());
        all.addAll(new OtherEndpoints(managedNamespace, version).all());
        var described = OpenApi.of(all, version);
        for (String path : List.of("/openapi.json", "/assets/openapi-spec/swagger.json")) {
            all.add(new Endpoint("GET", path, "", List.of(), "", "", false, true, request -> Reply.ok(described)));
        }
        all.add(new Endpoint(
                "GET",
                "/healthz",
                "",
                List.of(),
                "",
                "",
                false,
                true,
                request -> new Reply.Text("text/plain", "ok\n")));
        return List.copyOf(all);
    }

    private static String version() {
        String version = ApiServers.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }
}
