package dev.skiff.kubernetes;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.client.Reflector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The controller's configuration as its ConfigMap says it now; what is wrong in it is said once. */
public final class ConfigWatch implements Listener<Map<String, String>>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");

    private final String name;
    private final Runnable changed;
    private final Reflector<Map<String, String>> reflector;
    private final CompletableFuture<Void> inTrouble = new CompletableFuture<>();
    private final Set<String> said = new HashSet<>();
    private volatile ControllerConfig current = ControllerConfig.defaults();

    /** @param changed called after each change */
    public ConfigWatch(KubeApi api, String namespace, String name, Runnable changed) {
        this.name = namespace + "/" + name;
        this.changed = changed;
        String one = "/api/v1/namespaces/" + Call.encoded(namespace) + "/configmaps?fieldSelector="
                + Call.encoded("metadata.name=" + name);
        this.reflector = new Reflector<>(api, one, Call.JSON, new ConfigMapReader(), this);
    }

    /** Begins; completes when it is known what the ConfigMap says, or that it cannot be read at the moment. */
    public CompletableFuture<Void> start() {
        return CompletableFuture.anyOf(reflector.start(), inTrouble).thenApply(any -> null);
    }

    public ControllerConfig current() {
        return current;
    }

    @Override
    public void listed(List<Map<String, String>> all) {
        changed(all.isEmpty() ? Map.of() : all.getFirst());
    }

    @Override
    public void changed(Map<String, String> data) {
        ControllerConfig.Read read = ConfigReader.read(data);
        for (String notice : read.notices()) {
            if (said.add(notice)) {
                LOG.log(System.Logger.Level.WARNING, () -> "ConfigMap " + name + ": " + notice);
            }
        }
        current = read.config();
        changed.run();
    }

    /** What it said holds until there is another: it may have been deleted by mistake. */
    @Override
    public void deleted(Map<String, String> last) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "ConfigMap " + name + " was deleted: what it said holds until this controller ends");
    }

    @Override
    public void troubled(KubeProblem problem) {
        inTrouble.complete(null);
        if (!problem.isGone()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "ConfigMap " + name + " cannot be read now, what it said last holds: "
                            + problem.getMessage());
        }
    }

    @Override
    public void close() {
        reflector.close();
    }
}
