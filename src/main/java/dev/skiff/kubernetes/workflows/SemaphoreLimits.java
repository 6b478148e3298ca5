package dev.skiff.kubernetes.workflows;

import dev.skiff.engine.Lock;
import dev.skiff.kubernetes.ConfigMapReader;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.client.Reflector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** Keeps the limits of semaphores what their ConfigMaps say: each is watched from its first use on. */
public final class SemaphoreLimits implements AutoCloseable {
    /** {@code <namespace>/ConfigMap/<name>/<key>} (LOCK-02). */
    private static final int PARTS = 4;

    private final KubeApi api;
    private final Map<String, Reflector<Map<String, String>>> watched = new ConcurrentHashMap<>();
    private volatile ObjIntConsumer<String> limits = (key, limit) -> {};

    public SemaphoreLimits(KubeApi api) {
        this.api = api;
    }

    /** @param told given the key of a lock and its limit */
    public void tell(ObjIntConsumer<String> told) {
        limits = told;
    }

    /** The lock is in use. */
    public void watch(Lock lock) {
        String[] parts = lock.key().split("/", PARTS);
        if (parts.length == PARTS && parts[1].equals("ConfigMap")) {
            watched.computeIfAbsent(parts[0] + "/" + parts[2], map -> begin(parts[0], parts[2]));
        }
    }

    private Reflector<Map<String, String>> begin(String namespace, String name) {
        String one = "/api/v1/namespaces/" + Call.encoded(namespace) + "/configmaps?fieldSelector="
                + Call.encoded("metadata.name=" + name);
        Reflector<Map<String, String>> reflector = new Reflector<>(
                api, one, Call.JSON, new ConfigMapReader(), new Heard(namespace + "/ConfigMap/" + name));
        var unused = reflector.start();
        return reflector;
    }

    private final class Heard implements Listener<Map<String, String>> {
        private final String lock;

        Heard(String lock) {
            this.lock = lock;
        }

        @Override
        public void listed(List<Map<String, String>> all) {
            all.forEach(this::changed);
        }

        @Override
        public void changed(Map<String, String> data) {
            data.forEach((key, text) -> {
                try {
                    int limit = Integer.parseInt(text.strip());
                    if (limit > 0) {
                        limits.accept(lock + "/" + key, limit);
                    }
                } catch (NumberFormatException e) {
                    // what was a limit stays one until there is another
                }
            });
        }

        @Override
        public void deleted(Map<String, String> last) {}
    }

    @Override
    public void close() {
        watched.values().forEach(Reflector::close);
    }
}
