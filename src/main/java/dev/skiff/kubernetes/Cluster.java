package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.port.ClusterAccess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A cluster, spoken to through its API alone: any kind of object, as trees. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final Kinds kinds;

    Cluster(KubernetesClient client) {
        this.client = client;
        this.kinds = new Kinds(client);
    }

    /** Reads the kubeconfig; the cluster itself is not asked for anything yet. */
    static Cluster of(ClusterAccess access) {
        return new Cluster(Connections.of(access));
    }

    Kinds kinds() {
        return kinds;
    }

    /** Where objects go that do not say it. */
    String namespace() {
        String own = client.getNamespace();
        return own == null || own.isEmpty() ? "default" : own;
    }

    /** The objects of a kind; {@code namespace} does not matter for kinds without namespaces. */
    NonNamespaceOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(ResourceDefinitionContext kind, String namespace) {
        var all = client.genericKubernetesResources(kind);
        return kind.isNamespaceScoped() ? all.inNamespace(namespace) : all;
    }

    static GenericKubernetesResource object(JsonNode tree) {
        return Serialization.jsonMapper().convertValue(tree, GenericKubernetesResource.class);
    }

    /** What the server sent, without what the client adds. */
    static JsonNode tree(GenericKubernetesResource object) {
        return JSON.valueToTree(object);
    }

    /**
     * Watches one object until the conditions are decided (RES-02).
     *
     * @return the object as it was then
     * @throws ResourceFailed when a failure condition holds or the object is gone
     */
    static JsonNode await(Resource<GenericKubernetesResource> one, Conditions conditions)
            throws ResourceFailed, InterruptedException {
        AtomicReference<@Nullable ResourceFailed> failed = new AtomicReference<>();
        AtomicReference<@Nullable JsonNode> last = new AtomicReference<>();
        CompletableFuture<List<GenericKubernetesResource>> decided =
                one.informOnCondition(found -> isDecided(found, conditions, failed, last));
        try {
            decided.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KubernetesClientException refused) {
                throw new ResourceFailed(sentence(refused));
            }
            throw new ResourceFailed("the resource cannot be watched: " + e.getCause());
        } finally {
            decided.cancel(true);
        }
        ResourceFailed why = failed.get();
        JsonNode object = last.get();
        if (why != null) {
            throw why;
        }
        if (object == null) {
            throw new ResourceFailed(
                    "The resource has been deleted while its status was still being checked." + " Will not be retried");
        }
        return object;
    }

    private static boolean isDecided(
            List<GenericKubernetesResource> found,
            Conditions conditions,
            AtomicReference<@Nullable ResourceFailed> failed,
            AtomicReference<@Nullable JsonNode> last) {
        JsonNode object = found.isEmpty() ? null : tree(found.getFirst());
        last.set(object);
        try {
            return object == null || conditions.succeeded(object);
        } catch (ResourceFailed e) {
            failed.set(e);
            return true;
        }
    }

    /** In kubectl's words. */
    static String sentence(KubernetesClientException e) {
        Status status = e.getStatus();
        if (status != null && status.getMessage() != null) {
            String reason =
                    status.getReason() == null || status.getReason().isEmpty() ? "" : " (" + status.getReason() + ")";
            return "Error from server" + reason + ": " + status.getMessage();
        }
        return e.getCode() > 0
                ? "Error from server: " + e.getMessage()
                : "Unable to connect to the server: " + (e.getCause() == null ? e.getMessage() : e.getCause());
    }

    @Override
    public void close() {
        client.close();
    }
}
