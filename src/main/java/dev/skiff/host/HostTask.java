package dev.skiff.host;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.host.HostProcess.Exit;
import dev.skiff.host.TaskPlan.ProcessPlan;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ExitCodes;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import dev.skiff.probe.PodProbes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One task from its start, or from wherever an earlier skiff left it, to its end. Each step looks at the files first: what was done is
 * not done again.
 */
final class HostTask implements Runnable {
    static final String HOST = "localhost";
    static final String IP = "127.0.0.1";

    private final Task task;
    private final TaskRef ref;
    private final Layout.TaskFiles files;
    private final HostMachine machine;
    private final Supplier<TaskPlan> planner;
    private final TaskArtifacts artifacts;
    private final TaskListener listener;
    private volatile @Nullable StopReason stop;
    private volatile TaskState.@Nullable Ended ended;
    private volatile boolean abandoned;
    private volatile @Nullable Thread runner;
    private volatile @Nullable HostProbing probing;
    private final List<HostProcess> processes = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);

    /** @param listener must not throw */
    HostTask(
            Task task,
            Layout.TaskFiles files,
            HostMachine machine,
            Supplier<TaskPlan> planner,
            TaskArtifacts artifacts,
            TaskListener listener) {
        this.task = task;
        this.ref = new TaskRef(task.run(), task.nodeId());
        this.files = files;
        this.machine = machine;
        this.planner = planner;
        this.artifacts = artifacts;
        this.listener = listener;
    }

    /** Null as long as it goes on. */
    TaskState.@Nullable Ended ended() {
        return ended;
    }

    /** Says nothing from now on and lets go of the processes, which go on. */
    void abandon() throws InterruptedException {
        Thread thread;
        synchronized (this) {
            abandoned = true;
            thread = runner;
        }
        if (thread != null) {
            thread.interrupt();
            left.await();
        }
    }

    /** After {@link #abandon}: ends the processes that were started from here. */
    void endForGood() throws IOException, InterruptedException {
        for (var process : processes) {
            process.endForGood();
        }
    }

    /** The first reason counts; what has ended is not changed. */
    void stop(StopReason reason) {
        synchronized (this) {
            if (stop != null || ended != null) {
                return;
            }
            stop = reason;
        }
        try {
            if (Files.isDirectory(files.directory())) {
                Files.writeString(files.stop(), reason.name());
            }
        } catch (IOException e) {
            machine.log("cannot note that " + task.id().nodeName() + " was stopped", e);
        }
    }

    @Override
    public void run() {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            runner = Thread.currentThread();
        }
        try {
            runToEnd();
        } finally {
            left.countDown();
        }
    }

    private void runToEnd() {
        TaskState.Ended end;
        try {
            end = live();
        } catch (PlanProblem e) {
            end = error(e.sentence());
        } catch (IOException e) {
            end = error(DirectoryTree.sentence(e, machine.options().directory()));
        } catch (InterruptedException e) {
            return;
        } catch (RuntimeException e) {
            machine.log("unexpected failure with " + task.id().nodeName(), e);
            end = error("the host executor has failed: " + e);
        }
        synchronized (this) {
            ended = end;
        }
        say(end);
    }

    void say(TaskState state) {
        if (!abandoned) {
            listener.observed(ref, state);
        }
    }

    private TaskState.Ended error(String message) {
        return new TaskState.Ended(
                Verdict.ERROR,
                null,
                message,
                Results.NONE,
                null,
                machine.clock().instant());
    }

    /** A user's init container that fails is the user's failure, as Argo infers it from the pod's status (PHASE-04). */
    private TaskState.Ended initFailed(String message, Exit exit) {
        Verdict verdict = exit.code() == null ? Verdict.ERROR : Verdict.FAILED;
        return new TaskState.Ended(verdict, null, message, Results.NONE, null, exit.at());
    }

    private TaskState.Ended live() throws IOException, InterruptedException {
        say(new TaskState.Pending(""));
        var plan = planner.get();
        stage(plan);
        for (var init : plan.inits()) {
            if (isStopped() && !process(init).hasBegun()) {
                return stoppedBeforeMain();
            }
            var exit = watch(start(init), List.of(), null);
            if (exit.code() == null || exit.code() != 0) {
                return stop == null ? initFailed(sentence(init.container(), exit), exit) : stoppedBeforeMain();
            }
        }
        if (isStopped() && !hasBegun(plan)) {
            return stoppedBeforeMain();
        }
        List<Attended> sidecars = new ArrayList<>();
        for (var sidecar : plan.sidecars()) {
            sidecars.add(start(sidecar));
        }
        if (plan.isSet()) {
            return new HostSet(this, plan, machine).live(sidecars);
        }
        var main = start(plan.main());
        var startedAt = main.process().startedAt();
        var exit = watchProbed(plan, main, sidecars, startedAt);
        var failed = endSidecars(sidecars);
        return judged(exit, failed, results(plan), startedAt);
    }

    private Exit watchProbed(TaskPlan plan, Attended main, List<Attended> sidecars, Instant startedAt)
            throws IOException, InterruptedException {
        Map<String, ProcessPlan> plans = new LinkedHashMap<>();
        plans.put(plan.main().container(), plan.main());
        plan.sidecars().forEach(s -> plans.put(s.container(), s));
        var asked = plans.values().stream().map(ProcessPlan::probes).toList();
        boolean ready = asked.stream().allMatch(p -> p.readiness().isEmpty());
        say(new TaskState.Running(startedAt, HOST, IP, ready, Map.of()));
        var doing = new HostProbing(plans);
        probing = doing;
        try (var probes =
                new PodProbes(IP, doing, () -> say(new TaskState.Running(startedAt, HOST, IP, true, Map.of())))) {
            probes.start(asked);
            return watch(
                    main, sidecars, task.activeDeadline().map(startedAt::plus).orElse(null));
        }
    }

    private boolean hasFailedAProbe(Attended process) {
        var asked = probing;
        return asked != null && asked.hasFailed(process.name());
    }

    private boolean hasBegun(TaskPlan plan) throws IOException {
        for (var member : plan.members()) {
            if (process(member).hasBegun()) {
                return true;
            }
        }
        return false;
    }

    Task task() {
        return task;
    }

    @Nullable
    StopReason stopReason() {
        return stop;
    }

    boolean isStopped() throws IOException {
        if (stop == null && Files.exists(files.stop())) {
            stop = StopReason.valueOf(Files.readString(files.stop()));
        }
        return stop != null;
    }

    private void stage(TaskPlan plan) throws IOException {
        DirectoryTree.make(files.directory());
        if (Files.exists(files.staged())) {
            return;
        }
        for (var volume : plan.volumes()) {
            Staging.make(volume);
        }
        for (var directory : plan.directories()) {
            DirectoryTree.make(directory);
        }
        for (var text : plan.texts().entrySet()) {
            Staging.write(text.getKey(), text.getValue());
        }
        artifacts.stage(plan.inputArtifacts());
        Files.writeString(files.staged(), "");
    }

    HostProcess process(ProcessPlan plan) {
        return new HostProcess(files.container(plan.container()), machine.clock(), machine.launcher());
    }

    Attended start(ProcessPlan plan) throws IOException {
        var process = process(plan);
        processes.add(process);
        if (plan.container().equals(ArgoPod.MAIN)) {
            artifacts.forgetOutput();
        }
        process.start(plan);
        return new Attended(
                plan.container(),
                process,
                files.container(plan.container()),
                machine.clock(),
                (stderr, bytes) -> deliver(plan.container(), stderr, bytes));
    }

    private void deliver(String container, boolean stderr, byte[] bytes) {
        if (!abandoned) {
            if (container.equals(ArgoPod.MAIN)) {
                artifacts.keep(bytes);
            }
            listener.output(ref, container, stderr, bytes);
        }
    }

    /** Waits for the end of {@code awaited}, and ends it when the task was stopped or its deadline has passed. */
    private Exit watch(Attended awaited, List<Attended> beside, @Nullable Instant deadline)
            throws IOException, InterruptedException {
        while (true) {
            for (var other : beside) {
                if (other.look().isEmpty() && hasFailedAProbe(other)) {
                    other.end(machine.options().grace());
                }
            }
            var exit = awaited.look();
            if (exit.isPresent()) {
                return exit.get();
            }
            if (deadline != null && !machine.clock().instant().isBefore(deadline)) {
                stop(StopReason.DEADLINE);
            }
            if (isStopped() || hasFailedAProbe(awaited)) {
                awaited.end(machine.options().grace());
            }
            awaited.pause();
        }
    }

    /** Gives the first sidecar that had failed, as a sentence; being ended is no failure (PHASE-09). */
    @Nullable
    String endSidecars(List<Attended> sidecars) throws IOException, InterruptedException {
        String failed = null;
        for (var sidecar : sidecars) {
            if (sidecar.look().isEmpty()) {
                sidecar.end(machine.options().grace());
            }
        }
        for (var sidecar : sidecars) {
            var exit = sidecar.look();
            while (exit.isEmpty()) {
                sidecar.end(machine.options().grace());
                sidecar.pause();
                exit = sidecar.look();
            }
            var code = exit.get().code();
            if (failed == null && code != null && ExitCodes.isFailureOfSidecar(code)) {
                failed = sentence(sidecar.name(), exit.get());
            }
        }
        return failed;
    }

    Results results(TaskPlan plan) throws IOException {
        Map<String, OutputFile> outputs = new LinkedHashMap<>();
        int limit = machine.options().maxOutputBytes();
        plan.outputs()
                .forEach((name, place) -> outputs.put(name, OutputReader.read(place.place(), place.declared(), limit)));
        var stdout = files.container(ArgoPod.MAIN).stdout();
        return new Results(
                outputs,
                task.captureResult() ? OutputReader.result(stdout) : null,
                artifacts.save(plan.outputArtifacts()),
                Map.of());
    }

    private TaskState.Ended judged(Exit exit, @Nullable String failedSidecar, Results results, Instant startedAt) {
        Verdict verdict;
        String message;
        if (stop == StopReason.DEADLINE) {
            verdict = Verdict.FAILED;
            message = StopReason.DEADLINE_MESSAGE;
        } else if (exit.code() == null) {
            verdict = Verdict.ERROR;
            message = sentence(ArgoPod.MAIN, exit);
        } else if (exit.code() != 0) {
            verdict = Verdict.FAILED;
            message = sentence(ArgoPod.MAIN, exit);
        } else {
            verdict = failedSidecar == null ? Verdict.SUCCEEDED : Verdict.FAILED;
            message = failedSidecar == null ? "" : failedSidecar;
        }
        return new TaskState.Ended(verdict, exit.code(), message, results, startedAt, exit.at());
    }

    /** PHASE-08. */
    private static String sentence(String container, Exit exit) {
        if (exit.code() == null) {
            return container + ": " + exit.message();
        }
        return ExitCodes.message(container, exit.code()) + (exit.message().isEmpty() ? "" : ": " + exit.message());
    }

    private TaskState.Ended stoppedBeforeMain() {
        var message =
                stop == StopReason.DEADLINE ? StopReason.DEADLINE_MESSAGE : "stopped before its main container started";
        return new TaskState.Ended(
                Verdict.FAILED,
                null,
                message,
                Results.NONE,
                null,
                machine.clock().instant());
    }
}
