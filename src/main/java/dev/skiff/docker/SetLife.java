package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.docker.ContainerReader.Stage;
import dev.skiff.docker.TaskRun.NoInit;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.TaskPod;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the life of a containerSet's task has that others have not: a network of its own, and members that come and go. */
final class SetLife {

    private final TaskRun task;
    private final Services services;
    private final TaskPlan plan;
    private final Sidecars sidecars;
    private volatile @Nullable SetRun members;

    SetLife(TaskRun task, Services services, TaskPlan plan) {
        this.task = task;
        this.services = services;
        this.plan = plan;
        this.sidecars = new Sidecars(task, services);
    }

    /** All containers are made, and their images pulled, before the first one starts: as soon as one exists, the set has begun or not. */
    Ended begin(String holder, ContainerMaker maker, ContainerArtifacts artifacts)
            throws IOException, TaskFailure, NoInit {
        Map<String, String> ids = new LinkedHashMap<>();
        for (ContainerPlan member : plan.members()) {
            String id = task.made(maker, member);
            artifacts.stage(member, id);
            ids.put(member.container(), id);
        }
        Map<ContainerPlan, String> sidecarIds = new LinkedHashMap<>();
        for (ContainerPlan sidecar : plan.sidecars()) {
            String id = task.made(maker, sidecar);
            artifacts.stage(sidecar, id);
            sidecarIds.put(sidecar, id);
        }
        task.failIfStopped();
        try {
            start(holder);
        } catch (EngineException e) {
            if (services.facts().init() && e.words().contains("docker-init")) {
                throw new NoInit();
            }
            throw new TaskFailure("the network of the containerSet cannot be started: " + e.words());
        }
        artifacts.close();
        services.newVolumes().removeAll(plan.openedClaims());
        return run(setRun(ids), holder, ids, sidecars.start(sidecarIds), services.now());
    }

    private void start(String holder) throws IOException {
        services.patiently(() -> {
            services.api().start(holder);
            return true;
        });
    }

    /** Whether an earlier process has made all the containers and started one of them. */
    boolean hasBegun(TaskContainers found) throws IOException {
        if (found.holder() == null
                || !plan.members().stream().allMatch(m -> found.members().containsKey(m.container()))) {
            return false;
        }
        for (String id : found.members().values()) {
            if (ContainerReader.stage(inspect(id)) != Stage.CREATED) {
                return true;
            }
        }
        return false;
    }

    /** Goes on with what an earlier process has begun. */
    Ended goOn(TaskContainers found) throws IOException, TaskFailure {
        String holder = Objects.requireNonNull(found.holder(), "the set has begun");
        Map<String, String> ids = found.members();
        start(holder);
        SetRun set = setRun(ids);
        Instant first = services.now();
        for (var member : ids.entrySet()) {
            JsonNode inspected = inspect(member.getValue());
            if (ContainerReader.stage(inspected) != Stage.CREATED) {
                Instant started = ContainerReader.startedAt(inspected);
                Instant at = started == null ? services.now() : started;
                set.adopt(member.getKey(), at);
                first = at.isBefore(first) ? at : first;
            }
        }
        return run(set, holder, ids, sidecars.adopt(plan, found), first);
    }

    private JsonNode inspect(String id) throws IOException {
        return services.patiently(() -> services.api().inspect(id));
    }

    private SetRun setRun(Map<String, String> ids) {
        TaskPod pod = TaskPod.of(task.task(), task.run().workflow().spec(), _ -> {});
        SetRun set = new SetRun(
                services,
                plan,
                pod.graph(),
                ids,
                name -> task.sink(name, name.equals(ArgoPod.MAIN) && task.task().captureResult()),
                task.running()::members);
        members = set;
        return set;
    }

    private Ended run(
            SetRun set, String holder, Map<String, String> ids, List<FollowedContainer> sidecars, Instant startedAt)
            throws IOException {
        task.running().members(set.members());
        task.observeRunning(plan, holder, startedAt);
        try {
            set.run(task.stopped());
        } finally {
            task.cancelDeadline();
        }
        SidecarEnds ends = SidecarEnds.stopAll(sidecars, services.options().gracePeriod());
        String main = ids.get(ArgoPod.MAIN);
        OutputSink sink = set.sinkOf(ArgoPod.MAIN);
        Results read = main == null || sink == null ? Results.NONE : task.results(main, sink);
        String failedSidecar = ContainerReader.failedSidecar(ends.await());
        return set.ended(read, failedSidecar, task.stopped().getNow(null), startedAt);
    }

    /** What became of the members when the task cannot go on. */
    Results aborted(String message) {
        SetRun set = members;
        return set == null ? Results.NONE : set.aborted(message);
    }
}
