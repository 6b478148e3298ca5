package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.GuardedListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasks as pods of one namespace. */
public final class PodExecutor implements TaskExecutor, PodWatch.Sink {
    /** The cluster's scheduler decides; this keeps a mistake from filling it. */
    private static final int PARALLELISM = 10_000;

    private final KubeApi api;
    private final String namespace;
    private final PodWatch watch;
    private final Supplier<PodSettings> settings;
    private final PodRate rate;
    private final Clock clock;
    private final Runnable closing;
    private final Map<String, RunContext> runs = new ConcurrentHashMap<>();
    private final PodTasks tasks = new PodTasks();
    private final Map<String, PodTask> byName = new ConcurrentHashMap<>();
    private @Nullable PodServices services;
    private @Nullable PodGarbage garbage;

    /**
     * @param watch of this namespace, with the settings' instance id; started by whoever needs it first
     * @param closing called when this is closed
     */
    public PodExecutor(
            KubeApi api, String namespace, PodWatch watch, PodSettings settings, Clock clock, Runnable closing) {
        this(api, namespace, watch, () -> settings, new PodRate(() -> null, clock), clock, closing);
    }

    /** @param settings asked for each pod, so that a configuration may change meanwhile; instance id and labels have to stay */
    public PodExecutor(
            KubeApi api,
            String namespace,
            PodWatch watch,
            Supplier<PodSettings> settings,
            PodRate rate,
            Clock clock,
            Runnable closing) {
        this.rate = rate;
        this.api = api;
        this.namespace = namespace;
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
        this.closing = closing;
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
    public void listen(TaskListener listener) {
        services = new PodServices(
                api,
                namespace,
                watch,
                settings,
                new GuardedListener(listener),
                new ImageVolumes(api, namespace),
                new AtomicBoolean(),
                rate,
                clock);
        garbage = new PodGarbage(services());
        watch.attach(namespace, this);
        watch.start();
    }

    @Override
    public void prepare(RunContext run) {
        runs.put(run.run(), run);
        new RunObjects(services()).make(run);
    }

    @Override
    public void start(Task task) {
        PodTask fresh = new PodTask(services(), task, context(task.run()));
        PodTask known = tasks.putIfAbsent(fresh);
        if (known == null) {
            byName.put(fresh.name(), fresh);
            fresh.start();
            return;
        }
        if (known.end() != null) {
            known.again();
        }
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        PodTask found = tasks.get(task);
        if (found != null) {
            found.stop(reason);
        } else {
            garbage().endPodOf(task); // of a process before this one
        }
    }

    @Override
    public void recover(RunContext run, Collection<Task> wanted) {
        runs.put(run.run(), run);
        watch.awaitStart();
        for (Task task : wanted) {
            TaskRef ref = new TaskRef(task.run(), task.nodeId());
            PodTask known = tasks.get(ref);
            PodView found = watch.find(namespace, task.run(), task.id().podName());
            if (known != null) {
                known.again();
            } else if (found == null || !found.nodeId().equals(task.nodeId())) {
                services().listener().observed(ref, new TaskState.Absent());
            } else {
                adopt(new PodTask(services(), task, run), found);
            }
        }
    }

    private void adopt(PodTask fresh, PodView found) {
        if (tasks.putIfAbsent(fresh) == null) {
            byName.put(fresh.name(), fresh);
            fresh.recover(found);
            if (watch.find(namespace, found.run(), found.name()) == null) {
                fresh.gone(found); // since it was looked for
            }
        }
    }

    @Override
    public void release(TaskRef task) {
        PodTask found = tasks.get(task);
        if (found == null || found.end() == null || !tasks.remove(found)) {
            return;
        }
        byName.remove(found.name(), found);
        garbage().released(found);
    }

    @Override
    public void ended(String run, boolean succeeded) {
        RunContext context = runs.get(run);
        if (context != null && succeeded) {
            garbage().runSucceeded(context);
        }
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        RunContext context = runs.get(run);
        for (PodTask task : tasks.removeAll(run)) {
            task.abandon();
            byName.remove(task.name(), task);
        }
        garbage().endWhatRuns(run);
        if (context != null) {
            garbage().runEnded(context);
            new RunObjects(services()).delete(context, deleteVolumes);
        }
        runs.remove(run);
        watch.forget(namespace, run);
    }

    /** Pods of runs that nobody knows any more are ended if this process is the only one that could want them; none is deleted. */
    @Override
    public void collectGarbage(Collection<String> runsToKeep) {
        if (!settings.get().exclusive()) {
            return;
        }
        watch.awaitStart();
        Set<String> keep = Set.copyOf(runsToKeep);
        watch.ofNamespace(namespace).stream()
                .map(PodView::run)
                .distinct()
                .filter(run -> !keep.contains(run) && !runs.containsKey(run))
                .forEach(garbage()::endWhatRuns);
    }

    @Override
    public void seen(PodView pod) {
        PodTask task = byName.get(pod.name());
        if (task != null) {
            task.see(pod);
        }
    }

    @Override
    public void gone(PodView last) {
        PodTask task = byName.get(last.name());
        if (task != null) {
            task.gone(last);
        }
    }

    @Override
    public void relisted() {
        byName.values().forEach(PodTask::relisted);
    }

    /** Pods go on; another process may adopt them. */
    @Override
    public void close() {
        watch.detach(namespace, this);
        tasks.all().forEach(PodTask::close);
        closing.run();
    }

    private PodServices services() {
        if (services == null) {
            throw new IllegalStateException("listen() must be called before anything else");
        }
        return services;
    }

    private PodGarbage garbage() {
        if (garbage == null) {
            throw new IllegalStateException("listen() must be called before anything else");
        }
        return garbage;
    }

    private RunContext context(String run) {
        RunContext context = runs.get(run);
        if (context == null) {
            throw new ExecutorException("prepare() has not been called for run " + run);
        }
        return context;
    }
}
