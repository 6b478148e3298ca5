package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.ServedNamespace;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.port.service.WorkflowServiceContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every service of workflows does, on a real API server beside a controller. */
class ClusterServiceContractOnClusterIT extends WorkflowServiceContract {
    @TempDir
    static Path directory;

    private static ServedNamespace cluster;
    private static ClusterService service;
    private static WorkflowService.Session session;

    @BeforeAll
    static void serve() {
        ClusterOfTests.assumed();
        cluster = ServedNamespace.of("skiff-contract-it", directory);
        cluster.serve("--no-leader-elect");
        service = new ClusterService(
                Callers.asServer(new FabricApi(Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null)))),
                new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY));
        session = withImagesThatAreThere(service.as(Caller.NOBODY));
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Clusters for tests often have nowhere to pull from, and would always pull an image without a tag. */
    private static WorkflowService.Session withImagesThatAreThere(WorkflowService.Session real) {
        return (WorkflowService.Session) Proxy.newProxyInstance(
                WorkflowService.Session.class.getClassLoader(),
                new Class<?>[] {WorkflowService.Session.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("create")) {
                        ObjectNode object = ((ObjectNode) arguments[2]).deepCopy();
                        object.findValues("container").forEach(ClusterServiceContractOnClusterIT::pullNothing);
                        arguments[2] = object;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void pullNothing(JsonNode container) {
        ((ObjectNode) container).put("imagePullPolicy", "IfNotPresent");
    }

    @Override
    protected WorkflowService.Session session() {
        return session;
    }

    @Override
    protected String namespace() {
        return cluster.name();
    }
}
