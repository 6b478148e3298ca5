package dev.skiff.kubernetes.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one lease of an API server: a stale write is a conflict, a second create too. It can be silent, or refuse. */
final class FakeLeases implements KubeApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final List<String> calls = new ArrayList<>();
    private @Nullable ObjectNode lease;
    private int version;
    private boolean silent;
    private @Nullable KubeProblem refusal;

    synchronized void silent(boolean now) {
        silent = now;
    }

    synchronized void refusing(@Nullable KubeProblem problem) {
        refusal = problem;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized Optional<Lease> lease() {
        return Optional.ofNullable(lease).map(Lease::read);
    }

    /** As somebody else would write it. */
    synchronized void put(Lease written) {
        lease = written.json("argo", "workflow-controller");
        lease.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
    }

    synchronized void remove() {
        lease = null;
    }

    @Override
    public synchronized CompletableFuture<Answer> send(Call call) {
        calls.add(call.toString());
        if (silent) {
            return new CompletableFuture<>();
        }
        try {
            return CompletableFuture.completedFuture(answer(call));
        } catch (KubeProblem e) {
            return CompletableFuture.failedFuture(e);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer answer(Call call) throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        return switch (call.method()) {
            case "GET" -> found();
            case "POST" -> {
                if (lease != null) {
                    throw new KubeProblem(409, "AlreadyExists", "leases \"workflow-controller\" already exists", null);
                }
                yield taken(call);
            }
            case "PUT" -> {
                JsonNode given = MAPPER.readTree(call.body());
                found();
                if (!Lease.read(given).version().equals(String.valueOf(version))) {
                    throw new KubeProblem(409, "Conflict", "the object has been modified", null);
                }
                yield taken(call);
            }
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private Answer found() throws JsonProcessingException {
        if (lease == null) {
            throw new KubeProblem(404, "NotFound", "leases \"workflow-controller\" not found", null);
        }
        return new Answer(200, MAPPER.writeValueAsBytes(lease));
    }

    private Answer taken(Call call) throws IOException {
        put(Lease.read(MAPPER.readTree(call.body())));
        return found();
    }

    @Override
    public Stream open(Call call, Consumer<byte[]> lines) {
        throw new IllegalArgumentException("an election watches nothing: " + call);
    }

    @Override
    public String namespace() {
        return "argo";
    }

    @Override
    public void close() {}
}
