package dev.skiff.docker;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ContainerProbes;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskRef;
import dev.skiff.probe.PodProbes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The life of one task, on one virtual thread: from the first container to the last observation. */
final class TaskRun {

    private final Services services;
    private final Task task;
    private final TaskRef ref;
    private final RunContext run;
    private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Set<String> containers = ConcurrentHashMap.newKeySet();
    private volatile List<String> scratchVolumes = List.of();
    private volatile @Nullable FollowedContainer current;
    private final RunningReport running = new RunningReport(this::observe);
    private final Sidecars besides;
    private volatile @Nullable SetLife set;
    private volatile @Nullable PodProbes probes;
    private volatile String address = "";
    private volatile @Nullable Ended end;
    private volatile @Nullable Future<?> deadline;
    private volatile boolean abandoned;

    TaskRun(Services services, Task task, RunContext run) {
        this.services = services;
        this.task = task;
        this.ref = new TaskRef(task.run(), task.nodeId());
        this.run = run;
        this.besides = new Sidecars(this, services);
    }

    /** The end, as it was observed; null while there is none. */
    @Nullable
    Ended end() {
        return end;
    }

    /** Completed when this task's thread does nothing any more. */
    CompletableFuture<Void> done() {
        return done;
    }

    Set<String> containers() {
        return containers;
    }

    List<String> scratchVolumes() {
        return scratchVolumes;
    }

    /** Starts the task, or adopts what there is of it. */
    void start() {
        begin(() -> fresh(true));
    }

    /** Adopts what there is of the task; observes {@code Absent} when nothing is. */
    void recover(TaskContainers found) {
        begin(() -> {
            if (found.isEmpty() || !found.uid().equals(uid())) {
                discard(found);
                return null;
            }
            return adopt(found);
        });
    }

    /** Whatever is done from here on is nobody's business: the run is being deleted. */
    void abandon() {
        abandoned = true;
        stopped.complete(StopReason.SHUTDOWN);
    }

    void stop(StopReason reason) {
        if (end != null || !stopped.complete(reason)) {
            return;
        }
        FollowedContainer running = current;
        if (running != null) {
            stop(running);
        }
    }

    private interface Life {
        /** Null when the task is not there. */
        @Nullable
        Ended live() throws IOException, TaskFailure;
    }

    private void begin(Life life) {
        Thread.ofVirtual().name("task " + task.id().nodeName()).start(() -> {
            try {
                conclude(life);
            } finally {
                done.complete(null);
            }
        });
    }

    private void conclude(Life life) {
        Ended result;
        try {
            result = life.live();
        } catch (TaskFailure e) {
            result = failed(e.text());
        } catch (EngineLostException e) {
            result = failed("lost the container engine at " + services.api().shown() + ": " + words(e));
        } catch (EngineException e) {
            result = failed(e.status() == 404 ? "the container was deleted: " + e.words() : e.words());
        } catch (IOException | RuntimeException e) {
            result = failed("the container executor failed: " + e);
        }
        if (services.isClosed() || abandoned) {
            return; // the task goes on without us, or is being deleted
        }
        if (result == null) {
            observe(new TaskState.Absent());
            return;
        }
        end = result;
        running.end();
        observe(result);
    }

    /** What could not go on because it was to be stopped has been stopped: nobody's error. */
    private Ended failed(String message) {
        StopReason reason = stopped.getNow(null);
        Verdict verdict = reason == null ? Verdict.ERROR : Verdict.FAILED;
        String shown = reason == StopReason.DEADLINE ? StopReason.DEADLINE_MESSAGE : message;
        SetLife members = set;
        Results results = members == null ? Results.NONE : members.aborted(shown);
        return new Ended(verdict, null, shown, results, null, services.now());
    }

    private TaskPlan plan() throws TaskFailure {
        PodScope scope = new PodScope(task, run, services.options(), services.facts(), services.newVolumes());
        return switch (TaskPlan.of(scope, services.owner())) {
            case TaskPlan.Ready ready -> ready.plan();
            case TaskPlan.Refused refused -> throw new TaskFailure(String.join("; ", refused.problems()));
        };
    }

    /** The engine was asked to run its init, and has none. */
    static final class NoInit extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** @param mayMeetOthers whether containers of the same name may be those of an earlier start */
    private Ended fresh(boolean mayMeetOthers) throws IOException, TaskFailure {
        try {
            return attempt(mayMeetOthers);
        } catch (NoInit e) {
            services.giveUpInit();
            discard(TaskContainers.find(services.api(), ref));
            return fresh(false);
        }
    }

    private Ended attempt(boolean mayMeetOthers) throws IOException, TaskFailure, NoInit {
        TaskPlan plan = plan();
        scratchVolumes = plan.scratchVolumes();
        ContainerMaker maker = new ContainerMaker(services, run, stopped, this::observePending);
        Map<ContainerPlan, String> sidecars = new LinkedHashMap<>();
        Optional<String> main;
        try (ContainerArtifacts artifacts = new ContainerArtifacts(services, task, run)) {
            for (ContainerPlan init : plan.inits()) {
                Optional<String> id = make(maker, init);
                if (id.isEmpty()) {
                    return meet(init, mayMeetOthers);
                }
                artifacts.stage(init, id.get());
                Ended failure = initialise(init, id.get());
                if (failure != null) {
                    return failure;
                }
            }
            if (plan.holder().isPresent()) {
                SetLife life = new SetLife(this, services, plan);
                set = life;
                Optional<String> holder = make(maker, plan.holder().get());
                return holder.isEmpty()
                        ? meet(plan.holder().get(), mayMeetOthers)
                        : life.begin(holder.get(), maker, artifacts);
            }
            main = make(maker, plan.main());
            if (main.isEmpty()) {
                return meet(plan.main(), mayMeetOthers);
            }
            artifacts.stage(plan.main(), main.get());
            for (ContainerPlan sidecar : plan.sidecars()) {
                String id = made(maker, sidecar);
                artifacts.stage(sidecar, id);
                sidecars.put(sidecar, id);
            }
        }
        return launch(plan, main.get(), sidecars);
    }

    Optional<String> make(ContainerMaker maker, ContainerPlan plan) throws IOException, TaskFailure {
        failIfStopped();
        Optional<String> id = maker.make(plan);
        id.ifPresent(containers::add);
        return id;
    }

    /** A container of that name without a main container is a leftover. */
    String made(ContainerMaker maker, ContainerPlan plan) throws IOException, TaskFailure {
        Optional<String> id = make(maker, plan);
        if (id.isEmpty()) {
            services.api().removeContainer(plan.name());
            id = make(maker, plan);
        }
        return id.orElseThrow(() -> inTheWay(plan));
    }

    private static TaskFailure inTheWay(ContainerPlan plan) {
        return new TaskFailure(
                "a container named " + plan.name() + " is in the way, and it is not of this run; delete it with"
                        + " \"docker rm -f " + plan.name() + "\"");
    }

    /** There is a container of the name: the same task's, or of something else. */
    private Ended meet(ContainerPlan plan, boolean mayMeetOthers) throws IOException, TaskFailure {
        TaskContainers found = TaskContainers.find(services.api(), ref);
        if (!mayMeetOthers || found.isEmpty()) {
            throw inTheWay(plan);
        }
        if (!found.uid().equals(uid())) { // of an earlier run of the same name
            discard(found);
            return fresh(false);
        }
        Ended adopted = adopt(found);
        return adopted == null ? fresh(false) : adopted;
    }

    private void discard(TaskContainers found) throws IOException {
        for (String id : found.ids()) {
            services.api().removeContainer(id);
            containers.remove(id);
        }
    }

    void failIfStopped() throws TaskFailure {
        if (stopped.isDone()) {
            throw new TaskFailure("stopped before it started");
        }
    }

    /** Runs one init container; the end of the task when it fails. */
    private @Nullable Ended initialise(ContainerPlan plan, String id) throws IOException, NoInit {
        FollowedContainer init =
                FollowedContainer.created(services, plan.container(), id, sink(plan.container(), false));
        if (init.start()) {
            follow(init);
        } else {
            failIfNoInit(init);
        }
        ContainerEnd ended = init.end();
        current = null;
        if (ended.exitCode() == 0 && ended.startError().isEmpty()) {
            return null;
        }
        if (stopped.getNow(null) == StopReason.DEADLINE) {
            return failed(StopReason.DEADLINE_MESSAGE);
        }
        String unfound = ContainerReader.notExecutable(plan, ended, init.sink().firstErrorWords());
        String message = unfound.isEmpty() ? ended.message(plan.container()) : plan.container() + ": " + unfound;
        // a user's init container that fails is the user's failure, as Argo infers it from the pod's status (PHASE-04)
        return new Ended(
                ended.engineLost() ? Verdict.ERROR : Verdict.FAILED,
                null,
                message,
                Results.NONE,
                null,
                ended.finishedAt());
    }

    private Ended launch(TaskPlan plan, String mainId, Map<ContainerPlan, String> sidecarIds)
            throws IOException, TaskFailure, NoInit {
        failIfStopped();
        FollowedContainer main =
                FollowedContainer.created(services, ArgoPod.MAIN, mainId, sink(ArgoPod.MAIN, task.captureResult()));
        if (!main.start()) {
            failIfNoInit(main);
            return conclude(plan, main, List.of());
        }
        services.newVolumes().removeAll(plan.openedClaims());
        follow(main);
        List<FollowedContainer> sidecars = besides.start(sidecarIds);
        observeRunning(plan, mainId, services.now());
        probe(plan, main, sidecars);
        return conclude(plan, main, sidecars);
    }

    private void failIfNoInit(FollowedContainer container) throws NoInit {
        if (services.facts().init() && container.startError().contains("docker-init")) {
            container.close();
            throw new NoInit();
        }
    }

    /** Goes on with what an earlier process has started; null when it had started nothing yet. */
    private @Nullable Ended adopt(TaskContainers found) throws IOException, TaskFailure {
        if (found.isSet()) {
            return adoptSet(found);
        }
        String mainId = found.main();
        var inspected =
                mainId == null ? null : services.patiently(() -> services.api().inspect(mainId));
        if (mainId == null || inspected == null || ContainerReader.stage(inspected) == ContainerReader.Stage.CREATED) {
            discard(found);
            return null;
        }
        containers.addAll(found.ids());
        TaskPlan plan = plan();
        scratchVolumes = plan.scratchVolumes();
        besides.followInits(found);
        FollowedContainer main =
                FollowedContainer.started(services, ArgoPod.MAIN, mainId, sink(ArgoPod.MAIN, task.captureResult()));
        List<FollowedContainer> sidecars = new ArrayList<>();
        if (ContainerReader.stage(inspected) == ContainerReader.Stage.RUNNING) {
            var started = ContainerReader.startedAt(inspected);
            follow(main);
            sidecars.addAll(besides.adopt(plan, found));
            observeRunning(plan, mainId, started == null ? services.now() : started);
            probe(plan, main, sidecars);
        } else {
            for (var sidecar : found.sidecars().entrySet()) {
                sidecars.add(FollowedContainer.started(
                        services, sidecar.getKey(), sidecar.getValue(), sink(sidecar.getKey(), false)));
            }
        }
        return conclude(plan, main, sidecars);
    }

    private @Nullable Ended adoptSet(TaskContainers found) throws IOException, TaskFailure {
        TaskPlan plan = plan();
        SetLife life = new SetLife(this, services, plan);
        if (!life.hasBegun(found)) {
            discard(found);
            return null;
        }
        containers.addAll(found.ids());
        scratchVolumes = plan.scratchVolumes();
        set = life;
        besides.followInits(found);
        return life.goOn(found);
    }

    /** Waits for main's end, ends its sidecars, reads what it hands over. */
    private Ended conclude(TaskPlan plan, FollowedContainer main, List<FollowedContainer> sidecars) throws IOException {
        ContainerEnd mainEnd;
        try {
            mainEnd = main.end();
        } finally {
            current = null;
            cancelDeadline();
            PodProbes asking = probes;
            if (asking != null) {
                asking.close();
            }
        }
        SidecarEnds ends = SidecarEnds.stopAll(sidecars, services.options().gracePeriod());
        Results results = results(main.id(), main.sink());
        return ContainerReader.ended(new ContainerReader.Evidence(
                plan.main(),
                mainEnd,
                main.sink().firstErrorWords(),
                ends.await(),
                results,
                stopped.getNow(null),
                task.activeDeadline()));
    }

    /** What the container that gives outputs has left, once it has ended. */
    Results results(String mainId, OutputSink sink) throws IOException {
        Map<String, OutputFile> files = new LinkedHashMap<>();
        OutputReader reader =
                new OutputReader(services.api(), services.options().maxOutputBytes());
        for (var output : task.outputFiles().entrySet()) {
            files.put(output.getKey(), services.patiently(() -> reader.read(mainId, output.getValue())));
        }
        String stdout = task.captureResult() ? sink.result() : null;
        return new Results(files, stdout, new ContainerArtifacts(services, task, run).save(mainId), Map.of());
    }

    void cancelDeadline() {
        Future<?> bell = deadline;
        if (bell != null) {
            bell.cancel(false);
        }
    }

    /** From now on {@link #stop} ends this container; if it came too early for that, it is ended now. */
    private void follow(FollowedContainer container) {
        current = container;
        if (stopped.isDone()) {
            stop(container);
        }
    }

    private void stop(FollowedContainer container) {
        Thread.ofVirtual().name("stop " + task.id().nodeName()).start(() -> {
            try {
                container.stop(services.options().gracePeriod());
            } catch (IOException e) {
                // whoever waits for its end has the same connection troubles, and says so
            }
        });
    }

    /** @param addressee the container that has the pod's address */
    void observeRunning(TaskPlan plan, String addressee, Instant startedAt) throws IOException {
        task.activeDeadline()
                .ifPresent(d -> deadline = services.at(startedAt.plus(d), () -> stop(StopReason.DEADLINE)));
        boolean daemon = Boolean.TRUE.equals(task.template().daemon());
        if (daemon || plan.probes().stream().anyMatch(ContainerProbes::needsAddress)) {
            address = ContainerReader.address(
                    services.patiently(() -> services.api().inspect(addressee)));
        }
        boolean ready = plan.probes().stream().allMatch(p -> p.readiness().isEmpty());
        running.begin(startedAt, services.facts().host(), daemon ? address : "", ready);
    }

    /** Asks what the containers' probes say to ask, until main has ended. */
    private void probe(TaskPlan plan, FollowedContainer main, List<FollowedContainer> sidecars) {
        probes = Probing.start(services, plan.probes(), main, sidecars, address, running::ready);
    }

    RunningReport running() {
        return running;
    }

    Task task() {
        return task;
    }

    RunContext run() {
        return run;
    }

    CompletableFuture<StopReason> stopped() {
        return stopped;
    }

    /** A pull that others wait for too may go on after this task has been stopped. */
    private void observePending(String message) {
        if (!stopped.isDone()) {
            observe(new TaskState.Pending(message));
        }
    }

    private void observe(TaskState state) {
        if (!services.isClosed() && !abandoned) {
            services.listener().observed(ref, state);
        }
    }

    OutputSink sink(String container, boolean keep) {
        return new OutputSink(ref, container, services.listener(), keep);
    }

    private String uid() {
        String uid = run.workflow().metadata().getUid();
        return uid == null ? "" : uid;
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
