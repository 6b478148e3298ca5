package dev.skiff.api.rest;

import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.ServedNamespace;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.FakeDepot;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.port.Await;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.WebServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real API server beside a controller: the tokens are those of service accounts. */
class RestContractOnClusterIT extends RestContract {
    @TempDir
    static Path directory;

    private static Place place;

    @BeforeAll
    static void serve() {
        ClusterOfTests.assumed();
        place = new Place(ServedNamespace.of("skiff-rest-it", directory));
    }

    @AfterAll
    static void end() {
        if (place != null) {
            place.close();
        }
    }

    @Override
    RestPlace place() {
        return place;
    }

    private static final class Place implements RestPlace {
        private final Vertx vertx = Vertx.vertx();
        private final ServedNamespace cluster;
        private final KubernetesClient own;
        private final ClusterService service;
        private final WebServer.Opened server;
        private final String token;
        private final String powerless;

        Place(ServedNamespace cluster) {
            this.cluster = cluster;
            cluster.serve("--no-leader-elect");
            own = Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null));
            service = new ClusterService(
                    Callers.byToken(FabricApi.forCallers(Connections.anonymous(own))),
                    new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY));
            server = ApiServers.open(
                    vertx,
                    InstantSource.system(),
                    service,
                    new WebServer.Settings("127.0.0.1", 0, "", null, List.of(), WebServer.Settings.LARGEST_BODY));
            cluster.kubectl("create", "serviceaccount", "mighty");
            cluster.kubectl("create", "serviceaccount", "powerless");
            String account = "--serviceaccount=" + cluster.name() + ":mighty";
            // lists of all namespaces, and templates of the cluster, are no namespace's
            cluster.tryKubectl("delete", "clusterrolebinding", cluster.name());
            cluster.kubectl("create", "clusterrolebinding", cluster.name(), "--clusterrole=cluster-admin", account);
            token = cluster.kubectl("create", "token", "mighty").strip();
            powerless = cluster.kubectl("create", "token", "powerless").strip();
        }

        @Override
        public String url() {
            return server.url();
        }

        @Override
        public String token() {
            return token;
        }

        @Override
        public String namespace() {
            return cluster.name();
        }

        @Override
        public boolean hasArchive() {
            return false;
        }

        private String workflow(String name) {
            return new RestCases(this)
                    .given()
                    .get("/api/v1/workflows/{namespace}/" + name)
                    .asString();
        }

        @Override
        public void ended(String name, String phase) {
            Await.until(
                    phase,
                    () -> workflow(name).contains("\"workflows.argoproj.io/phase\":\"" + phase + "\""),
                    () -> workflow(name));
        }

        @Override
        public void waiting(String name) {
            Await.until("a suspended node", () -> workflow(name).contains("\"Suspend\""), () -> workflow(name));
        }

        @Override
        public Response forbidden() {
            return new RestCases(this)
                    .anonymous()
                    .header("Authorization", "Bearer " + powerless)
                    .get("/api/v1/workflows/" + cluster.name());
        }

        @Override
        public void close() {
            server.close();
            service.close();
            own.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            cluster.tryKubectl("delete", "clusterrolebinding", cluster.name());
            for (String line : cluster.kubectl("get", "clusterworkflowtemplates", "-o", "name")
                    .lines()
                    .toList()) {
                if (line.contains("/rest-")) {
                    cluster.tryKubectl("delete", line);
                }
            }
            cluster.close();
        }
    }
}
