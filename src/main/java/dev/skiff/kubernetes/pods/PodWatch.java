package dev.skiff.kubernetes.pods;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.client.Reflector;
import dev.skiff.port.ExecutorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All pods of our workflows as they are now, and one watch of them for all executors of the process. A pod costs what {@link PodView} has;
 * an event is looked up, never searched for.
 */
public final class PodWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Reflector<PodView>> reflectors = new ArrayList<>();
    /** Namespace and run → pod name → pod. */
    private final Map<Key, Map<String, PodView>> pods = new ConcurrentHashMap<>();

    private final Map<String, Sink> sinks = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> started = new ArrayList<>();
    private volatile @Nullable KubeProblem trouble;

    /** Whoever wants to know of the pods of one namespace. Called by one thread at a time for each pod; returns quickly. */
    interface Sink {
        void seen(PodView pod);

        /** @param last how it was seen last */
        void gone(PodView last);

        /** Everything has been listed anew: what nobody has been told of is not there. */
        void relisted();
    }

    private record Key(String namespace, String run) {

        /** Asked for each event: the one that records have is interpreted in a native executable, at many times the cost. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(String space, String itsRun) && run.equals(itsRun) && namespace.equals(space);
        }

        @Override
        public int hashCode() {
            return 31 * namespace.hashCode() + run.hashCode();
        }
    }

    /**
     * @param namespaces empty for all of them
     * @param instanceId of the pods' label; empty for pods without it
     */
    public PodWatch(KubeApi api, Collection<String> namespaces, String instanceId) {
        String selector = PodMarks.WORKFLOW
                + (instanceId.isEmpty() ? ",!" + PodMarks.INSTANCE : "," + PodMarks.INSTANCE + "=" + instanceId);
        List<String> scopes = namespaces.isEmpty()
                ? List.of("/api/v1/pods")
                : namespaces.stream()
                        .map(n -> "/api/v1/namespaces/" + Call.encoded(n) + "/pods")
                        .toList();
        for (String scope : scopes) {
            reflectors.add(new Reflector<>(
                    api,
                    scope + "?labelSelector=" + Call.encoded(selector),
                    Call.JSON,
                    new PodViewReader(),
                    new Scope()));
        }
    }

    /** Begins; completes when all pods are known. */
    public CompletableFuture<Void> start() {
        synchronized (started) {
            if (started.isEmpty()) {
                reflectors.forEach(r -> started.add(r.start()));
            }
            return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
        }
    }

    /** @throws ExecutorException when the cluster does not tell its pods for a minute */
    void awaitStart() {
        try {
            start().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            KubeProblem last = trouble;
            throw new ExecutorException(
                    "the cluster has not said for " + PATIENCE.toSeconds() + " s which pods there are: "
                            + (last == null ? "no answer yet" : last.getMessage()),
                    e);
        } catch (ExecutionException e) {
            throw new ExecutorException("the pods cannot be listed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutorException("interrupted while the pods were being listed", e);
        }
    }

    void attach(String namespace, Sink sink) {
        if (sinks.putIfAbsent(namespace, sink) != null) {
            throw new IllegalStateException("there is an executor for namespace " + namespace + " already");
        }
    }

    void detach(String namespace, Sink sink) {
        sinks.remove(namespace, sink);
    }

    @Nullable
    PodView find(String namespace, String run, String name) {
        Map<String, PodView> found = pods.get(new Key(namespace, run));
        return found == null ? null : found.get(name);
    }

    List<PodView> ofRun(String namespace, String run) {
        Map<String, PodView> found = pods.get(new Key(namespace, run));
        return found == null ? List.of() : List.copyOf(found.values());
    }

    /** For a look at everything there is; not for every event. */
    List<PodView> ofNamespace(String namespace) {
        List<PodView> all = new ArrayList<>();
        pods.forEach((key, found) -> {
            if (key.namespace().equals(namespace)) {
                all.addAll(found.values());
            }
        });
        return all;
    }

    /** Nobody will ask for the pods of the run any more. */
    void forget(String namespace, String run) {
        pods.remove(new Key(namespace, run));
    }

    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
    }

    private void keep(PodView pod) {
        PodView[] before = {null};
        pods.compute(new Key(pod.namespace(), pod.run()), (_, known) -> {
            Map<String, PodView> all = known == null ? new ConcurrentHashMap<>(2) : known;
            before[0] = all.put(pod.name(), pod);
            return all;
        });
        PodView known = before[0];
        if (known != null && known.resourceVersion().equals(pod.resourceVersion())) {
            return;
        }
        Sink sink = sinks.get(pod.namespace());
        if (sink == null) {
            return;
        }
        if (known != null && !known.uid().equals(pod.uid())) {
            sink.gone(known); // deleted and made anew while nothing was heard
        }
        sink.seen(pod);
    }

    private void drop(PodView last) {
        pods.computeIfPresent(new Key(last.namespace(), last.run()), (_, all) -> {
            all.remove(last.name());
            return all.isEmpty() ? null : all;
        });
        Sink sink = sinks.get(last.namespace());
        if (sink != null) {
            sink.gone(last);
        }
    }

    /** What one reflector sees. */
    private final class Scope implements Listener<PodView> {
        private Set<PodName> known = new HashSet<>();

        private record PodName(String namespace, String run, String name) {
            static PodName of(PodView pod) {
                return new PodName(pod.namespace(), pod.run(), pod.name());
            }

            /** As of {@link Key}. */
            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof PodName(String space, String itsRun, String its)
                        && name.equals(its)
                        && run.equals(itsRun)
                        && namespace.equals(space);
            }

            @Override
            public int hashCode() {
                return 31 * namespace.hashCode() + name.hashCode();
            }
        }

        @Override
        public void listed(List<PodView> all) {
            trouble = null;
            Set<PodName> now = new HashSet<>();
            all.forEach(pod -> now.add(PodName.of(pod)));
            for (PodName name : known) {
                PodView last = now.contains(name) ? null : find(name.namespace(), name.run(), name.name());
                if (last != null) {
                    drop(last);
                }
            }
            known = now;
            all.forEach(PodWatch.this::keep);
            sinks.values().forEach(Sink::relisted);
        }

        @Override
        public void changed(PodView pod) {
            known.add(PodName.of(pod));
            keep(pod);
        }

        @Override
        public void deleted(PodView last) {
            known.remove(PodName.of(last));
            drop(last);
        }

        @Override
        public void troubled(KubeProblem problem) {
            trouble = problem;
            LOG.log(System.Logger.Level.WARNING, () -> "pods are not watched at the moment: " + problem.getMessage());
        }
    }
}
