package dev.skiff.api;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The short paths that Argo's probes and other people's habits ask for. */
@Singleton
final class Routes {

    void add(@Observes Router router) {
        router.get("/healthz").handler(request -> request.reroute("/q/health/live"));
        router.get("/readyz").handler(request -> request.reroute("/q/health/ready"));
    }
}
