package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.GuardedListener;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What all tasks of an executor share.
 *
 * @param configured how pods are made from now on
 * @param rate how fast pods are made
 * @param mixedLogs whether the server has said that it cannot give standard output alone
 */
record PodServices(
        KubeApi api,
        String namespace,
        PodWatch watch,
        Supplier<PodSettings> configured,
        GuardedListener listener,
        ImageVolumes imageVolumes,
        AtomicBoolean mixedLogs,
        PodRate rate,
        Clock clock) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final PodViewReader READER = new PodViewReader();

    PodSettings settings() {
        return configured.get();
    }

    /** Path of the namespace's pods. */
    String pods() {
        return "/api/v1/namespaces/" + Call.encoded(namespace) + "/pods";
    }

    String pod(String name) {
        return pods() + "/" + Call.encoded(name);
    }

    /** As it is now, from the server itself. */
    CompletableFuture<PodView> read(String name) {
        return api.send(Call.get(pod(name))).thenApply(answer -> view(answer.body()));
    }

    static PodView view(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return READER.read(parser);
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "a pod is no JSON: " + e.getMessage(), e);
        }
    }

    /** Does it after a while; nothing waits meanwhile. */
    static void later(long milliseconds, Runnable action) {
        CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS).execute(action);
    }
}
