package dev.skiff.kubernetes.workflows;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.client.MissingRight;
import dev.skiff.kubernetes.client.Reflector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many workflows may run at once in a namespace, where the namespace's own label says it (PAR-04). */
public final class NamespaceLimits implements Listener<WorkflowView>, AutoCloseable {
    private static final String LABEL = "workflows.argoproj.io/parallelism-limit";

    private final Map<String, Integer> limits = new ConcurrentHashMap<>();
    private final Runnable changed;
    /** A right that is missing is told once; it is asked for again all the same. */
    private final AtomicBoolean refused = new AtomicBoolean();

    private final Reflector<WorkflowView> reflector;

    /** @param changed called after each change */
    public NamespaceLimits(KubeApi api, Runnable changed) {
        this.changed = changed;
        this.reflector = new Reflector<>(
                api,
                "/api/v1/namespaces?labelSelector=" + Call.encoded(LABEL),
                Call.METADATA,
                new MetadataReader(),
                this);
    }

    public void start() {
        var unused = reflector.start();
    }

    /** @param otherwise when the namespace says nothing, or no number */
    public int of(String namespace, int otherwise) {
        return limits.getOrDefault(namespace, otherwise);
    }

    @Override
    public void listed(List<WorkflowView> all) {
        limits.clear();
        all.forEach(this::take);
        changed.run();
    }

    @Override
    public void changed(WorkflowView namespace) {
        take(namespace);
        changed.run();
    }

    private void take(WorkflowView namespace) {
        String name = namespace.id().name();
        try {
            limits.put(name, Integer.parseInt(namespace.labels().getOrDefault(LABEL, "")));
        } catch (NumberFormatException e) {
            limits.remove(name);
            System.getLogger("dev.skiff.kubernetes")
                    .log(
                            System.Logger.Level.WARNING,
                            () -> "namespace " + name + ": its label " + LABEL + " is no number, and is ignored");
        }
    }

    @Override
    public void deleted(WorkflowView last) {
        limits.remove(last.id().name());
        changed.run();
    }

    @Override
    public void troubled(KubeProblem problem) {
        Optional<MissingRight> missing = MissingRight.of(problem);
        if (problem.isGone() || missing.isPresent() && !refused.compareAndSet(false, true)) {
            return;
        }
        System.getLogger("dev.skiff.kubernetes")
                .log(
                        System.Logger.Level.WARNING,
                        () -> "namespaces cannot limit how many of their workflows run: "
                                + missing.map(MissingRight::sentence).orElse(String.valueOf(problem.getMessage())));
    }

    @Override
    public void close() {
        reflector.close();
    }
}
