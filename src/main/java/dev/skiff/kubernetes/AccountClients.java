package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.MissingRight;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clients that may do what a workflow's service account may do, and nothing else: as in Argo, where a pod of that account changes the
 * objects. Each has a token that the API server issued for an hour, and is made anew before that is over.
 */
final class AccountClients implements AutoCloseable {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(10);

    private record Account(String namespace, String name) {}

    private record Issued(Cluster cluster, Instant until) {}

    private final KubeApi api;
    private final KubernetesClient own;
    private final InstantSource clock;
    private final Map<Account, Issued> clients = new ConcurrentHashMap<>();

    /** @param own of the controller: where the API server is, and whom it is trusted by */
    AccountClients(KubeApi api, KubernetesClient own, InstantSource clock) {
        this.api = api;
        this.own = own;
        this.clock = clock;
    }

    /** @throws ExecutorException when the API server issues no token: why, and which right is missing */
    Cluster of(RunContext run, String serviceAccount) {
        String namespace = Objects.requireNonNullElse(run.workflow().metadata().getNamespace(), api.namespace());
        Account account = new Account(namespace, serviceAccount.isEmpty() ? "default" : serviceAccount);
        return clients.compute(
                        account,
                        (who, known) -> known != null && clock.instant().isBefore(known.until()) ? known : issued(who))
                .cluster();
    }

    private Issued issued(Account account) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
        request.putObject("spec").put("expirationSeconds", LIFE.toSeconds());
        String path = "/api/v1/namespaces/" + Call.encoded(account.namespace()) + "/serviceaccounts/"
                + Call.encoded(account.name()) + "/token";
        try {
            JsonNode answer = api.await(Call.post(path, request)).json();
            String token = answer.path("status").path("token").asText();
            return new Issued(
                    new Cluster(Connections.with(own, token, account.namespace())),
                    clock.instant().plus(LIFE).minus(RENEWED_BEFORE));
        } catch (KubeProblem e) {
            String right =
                    MissingRight.of(e).map(missing -> ". " + missing.sentence()).orElse("");
            throw new ExecutorException(
                    "resource steps work as the service account " + account.name() + " of namespace "
                            + account.namespace() + ", and no token was issued for it: " + e.getMessage() + right,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutorException("interrupted while a token was asked for", e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(issued -> issued.cluster().close());
    }
}
