package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.GuardedListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs tasks as containers of one engine. */
public final class ContainerExecutor implements TaskExecutor {

    private static final long LAST_REMOVALS_SECONDS = 20;

    private final DockerOptions options;
    private final Artifacts artifacts;
    private final EngineApi api;
    private final EngineFacts facts;
    private final Owner owner;
    private final Map<String, RunContext> runs = new ConcurrentHashMap<>();
    private final Map<TaskRef, TaskRun> tasks = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> removals = ConcurrentHashMap.newKeySet();
    private @Nullable Services services;

    /** @throws ExecutorException when the engine does not answer */
    public ContainerExecutor(DockerEndpoint endpoint, DockerOptions options, Artifacts artifacts) {
        this.options = options;
        this.artifacts = artifacts;
        this.owner = Owner.current(options.store());
        this.api = new EngineApi(endpoint.http());
        try {
            this.facts = EngineFacts.of(api.info());
        } catch (IOException e) {
            api.close();
            throw new ExecutorException(EngineHttp.reason(e), e);
        }
    }

    @Override
    public String name() {
        return "docker";
    }

    /** As many as the engine has processors. */
    @Override
    public int defaultParallelism() {
        return facts.cpus();
    }

    @Override
    public void listen(TaskListener listener) {
        services = new Services(api, artifacts, options, new GuardedListener(listener), owner.label(), facts);
    }

    @Override
    public void prepare(RunContext run) {
        runs.put(run.run(), run);
        new ClaimVolumes(api, owner.label()).make(run, services().newVolumes());
    }

    @Override
    public void start(Task task) {
        TaskRef ref = new TaskRef(task.run(), task.nodeId());
        TaskRun fresh = new TaskRun(services(), task, context(task.run()));
        TaskRun known = tasks.putIfAbsent(ref, fresh);
        if (known == null) {
            fresh.start();
            return;
        }
        TaskState.Ended end = known.end();
        if (end != null) {
            services().listener().observed(ref, end);
        }
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        TaskRun run = tasks.get(task);
        if (run != null) {
            run.stop(reason);
        }
    }

    @Override
    public void recover(RunContext run, Collection<Task> wanted) {
        runs.put(run.run(), run);
        JsonNode listing;
        try {
            listing = services().patiently(() -> api.containers(Map.of(Labels.RUN, run.run())));
        } catch (IOException e) {
            throw new ExecutorException(
                    "cannot ask the container engine what is left of run " + run.run() + ": " + EngineHttp.reason(e),
                    e);
        }
        for (Task task : wanted) {
            TaskRef ref = new TaskRef(task.run(), task.nodeId());
            TaskContainers found = TaskContainers.of(listing, task.nodeId());
            if (found.isEmpty()) {
                services().listener().observed(ref, new TaskState.Absent());
                continue;
            }
            TaskRun fresh = new TaskRun(services(), task, run);
            if (tasks.putIfAbsent(ref, fresh) == null) {
                fresh.recover(found);
                fresh.done().thenRun(() -> forgetAbsent(ref, fresh));
            }
        }
    }

    /** What turned out not to be there may be started. */
    private void forgetAbsent(TaskRef ref, TaskRun run) {
        if (run.end() == null) {
            tasks.remove(ref, run);
        }
    }

    @Override
    public void release(TaskRef task) {
        TaskRun run = tasks.get(task);
        if (run == null || run.end() == null || !tasks.remove(task, run)) {
            return;
        }
        CompletableFuture<Void> removal = CompletableFuture.runAsync(
                () -> remove(run), action -> Thread.ofVirtual().name("release").start(action));
        removals.add(removal);
        removal.whenComplete((_, _) -> removals.remove(removal));
    }

    private void remove(TaskRun run) {
        try {
            for (String container : run.containers()) {
                api.removeContainer(container);
            }
            for (String volume : run.scratchVolumes()) {
                api.removeVolume(volume);
            }
        } catch (IOException e) {
            // the run's clean-up finds by their labels whatever could not be removed now
        }
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        tasks.forEach((ref, task) -> {
            if (ref.run().equals(run)) {
                task.abandon();
            }
        });
        awaitRemovals();
        try {
            Leftovers leftovers = new Leftovers(api);
            services().patiently(() -> {
                leftovers.removeContainers(Map.of(Labels.RUN, run), _ -> true);
                return true;
            });
            awaitTasks(run);
            services().patiently(() -> {
                leftovers.removeContainers(Map.of(Labels.RUN, run), _ -> true);
                leftovers.removeVolumes(
                        Map.of(Labels.RUN, run),
                        labels -> deleteVolumes
                                || !labels.path(Labels.ROLE).asText("").equals(Labels.Role.CLAIM.text()));
                return true;
            });
        } catch (IOException e) {
            throw new ExecutorException(
                    "containers of run " + run + " may be left in the engine (their label is " + Labels.RUN + "=" + run
                            + "): " + EngineHttp.reason(e),
                    e);
        }
        services().puller().forget(run);
        tasks.keySet().removeIf(ref -> ref.run().equals(run));
        runs.remove(run);
    }

    private void awaitTasks(String run) {
        tasks.forEach((ref, task) -> {
            if (ref.run().equals(run)) {
                await(task.done());
            }
        });
    }

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {
        Set<String> keep = Set.copyOf(runsToKeep);
        try {
            Leftovers leftovers = new Leftovers(api);
            leftovers.removeContainers(Map.of(Labels.OWNER, ""), labels -> isGarbage(labels, keep));
            leftovers.removeVolumes(
                    Map.of(Labels.OWNER, ""),
                    labels -> labels.path(Labels.ROLE).asText("").equals(Labels.Role.SCRATCH.text())
                            && isGarbage(labels, keep));
        } catch (IOException e) {
            throw new ExecutorException(
                    "cannot look for what earlier processes have left in the container engine: " + EngineHttp.reason(e),
                    e);
        }
    }

    private boolean isGarbage(JsonNode labels, Set<String> keep) {
        String run = labels.path(Labels.RUN).asText("");
        return !keep.contains(run)
                && !runs.containsKey(run)
                && Owner.parse(labels.path(Labels.OWNER).asText(""))
                        .filter(o -> o.isDead(owner))
                        .isPresent();
    }

    /** Running containers go on; another process may adopt them. */
    @Override
    public void close() {
        awaitRemovals();
        if (services != null) {
            services.close();
        }
        api.close();
        tasks.values().forEach(t -> await(t.done()));
    }

    private void awaitRemovals() {
        await(CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new)));
    }

    private static void await(CompletableFuture<Void> future) {
        try {
            future.get(LAST_REMOVALS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | CompletionException e) {
            // labels say whose it is: a later process removes it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Services services() {
        if (services == null) {
            throw new IllegalStateException("listen() must be called before anything else");
        }
        return services;
    }

    private RunContext context(String run) {
        RunContext context = runs.get(run);
        if (context == null) {
            throw new IllegalStateException("prepare() has not been called for run " + run);
        }
        return context;
    }
}
