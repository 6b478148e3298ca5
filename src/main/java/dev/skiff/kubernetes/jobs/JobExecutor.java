package dev.skiff.kubernetes.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.pods.PodExecutor;
import dev.skiff.kubernetes.pods.PodMarks;
import dev.skiff.kubernetes.pods.PodSettings;
import dev.skiff.kubernetes.pods.PodWatch;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods of runs that this process drives without a controller, each in the namespace of its workflow. Without an owner that the pods
 * would go with, they are deleted when their run is over: nothing else would ever do it.
 */
public final class JobExecutor implements TaskExecutor {
    private static final int PARALLELISM = 10_000;

    private final KubeApi api;
    private final PodSettings settings;
    private final boolean owned;
    private final Clock clock;
    private final Map<String, PodExecutor> byNamespace = new ConcurrentHashMap<>();
    private final Map<String, PodExecutor> byRun = new ConcurrentHashMap<>();
    private final Map<String, RunContext> runs = new ConcurrentHashMap<>();
    private final List<PodWatch> watches = new ArrayList<>();
    private @Nullable TaskListener listener;

    /**
     * @param api not closed with this
     * @param owned whether pods get an owner
     */
    public JobExecutor(KubeApi api, PodSettings settings, boolean owned, Clock clock) {
        this.api = api;
        this.settings = settings;
        this.owned = owned;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public int defaultParallelism() {
        return PARALLELISM;
    }

    @Override
    public void listen(TaskListener who) {
        listener = who;
    }

    @Override
    public void prepare(RunContext run) {
        of(run).prepare(run);
    }

    private PodExecutor of(RunContext run) {
        String own = run.workflow().metadata().getNamespace();
        String namespace = own == null || own.isEmpty() ? api.namespace() : own;
        PodExecutor executor = byNamespace.computeIfAbsent(namespace, this::open);
        byRun.put(run.run(), executor);
        runs.put(run.run(), run);
        return executor;
    }

    private PodExecutor open(String namespace) {
        PodWatch watch = new PodWatch(api, List.of(namespace), settings.instanceId());
        synchronized (watches) {
            watches.add(watch);
        }
        PodExecutor executor = new PodExecutor(api, namespace, watch, settings, clock, watch::close);
        executor.listen(Objects.requireNonNull(listener, "listen() comes first"));
        return executor;
    }

    @Override
    public void start(Task task) {
        PodExecutor executor = byRun.get(task.run());
        if (executor == null) {
            throw new ExecutorException("prepare() has not been called for run " + task.run());
        }
        executor.start(task);
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        PodExecutor executor = byRun.get(task.run());
        if (executor != null) {
            executor.stop(task, reason);
        }
    }

    @Override
    public void recover(RunContext run, Collection<Task> tasks) {
        of(run).recover(run, tasks);
    }

    @Override
    public void release(TaskRef task) {
        PodExecutor executor = byRun.get(task.run());
        if (executor != null) {
            executor.release(task);
        }
    }

    @Override
    public void ended(String run, boolean succeeded) {
        PodExecutor executor = byRun.get(run);
        if (executor != null) {
            executor.ended(run, succeeded);
        }
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        PodExecutor executor = byRun.remove(run);
        RunContext context = runs.remove(run);
        if (executor == null || context == null) {
            return;
        }
        executor.cleanUp(run, deleteVolumes);
        if (!owned) {
            deletePods(context);
        }
    }

    private void deletePods(RunContext run) {
        String own = run.workflow().metadata().getNamespace();
        String pods =
                "/api/v1/namespaces/" + Call.encoded(own == null || own.isEmpty() ? api.namespace() : own) + "/pods";
        try {
            String selector = "?labelSelector=" + Call.encoded(PodMarks.WORKFLOW + "=" + run.run());
            for (JsonNode pod : api.await(Call.get(pods + selector).forMetadataList())
                    .json()
                    .path("items")) {
                delete(pods + "/"
                        + Call.encoded(pod.path("metadata").path("name").asText()));
            }
        } catch (KubeProblem e) {
            throw new ExecutorException("the pods of " + run.run() + " are left behind: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(String pod) throws InterruptedException {
        try {
            api.await(Call.delete(pod).forMetadata());
        } catch (KubeProblem e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /** Other processes may have pods in the same namespaces, and only they know which. */
    @Override
    public void collectGarbage(Collection<String> runsToKeep) {}

    /** Pods go on: whoever takes the place of this process adopts them. */
    @Override
    public void close() {
        byNamespace.values().forEach(PodExecutor::close);
        synchronized (watches) {
            watches.forEach(PodWatch::close);
        }
    }
}
