package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.pods.PodReader.Shape;
import dev.skiff.kubernetes.pods.PodView.Stage;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskRef;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One task and its pod: made once, watched, ended when asked. Nothing in here waits. */
final class PodTask {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 15_000;

    private final PodServices services;
    private final Task task;
    private final RunContext run;
    private final TaskRef ref;
    private final String name;
    private final PodLogs logs;
    private final PodStopper stopper;

    private byte @Nullable [] body;
    private @Nullable Shape shape;
    private @Nullable PodView view;
    private @Nullable StopReason stop;
    private @Nullable TaskState told;
    private @Nullable Ended end;
    /** Of the pod; null before it is made or found. */
    private @Nullable String uid;

    private boolean posting;
    /** Only the containers beside the template's run on, and are being ended. */
    private boolean finishing;

    private boolean collecting;
    private boolean abandoned;

    PodTask(PodServices services, Task task, RunContext run) {
        this.services = services;
        this.task = task;
        this.run = run;
        this.ref = new TaskRef(task.run(), task.nodeId());
        this.name = task.id().podName();
        this.logs = new PodLogs(services, ref, name);
        this.stopper = new PodStopper(services, name, this::look);
    }

    TaskRef ref() {
        return ref;
    }

    String name() {
        return name;
    }

    Task task() {
        return task;
    }

    RunContext run() {
        return run;
    }

    synchronized @Nullable Ended end() {
        return end;
    }

    synchronized @Nullable PodView view() {
        return view;
    }

    /** Makes the pod, unless it is there. */
    void start() {
        CompletableFuture<PodPlan.Outcome> planned;
        try {
            planned = new PodPlanner(services).plan(task, run);
        } catch (RuntimeException e) {
            planned = CompletableFuture.failedFuture(e);
        }
        planned.whenComplete((outcome, failure) -> {
            if (failure == null) {
                start(outcome);
            } else {
                LOG.log(System.Logger.Level.ERROR, () -> "pod " + name + " cannot be planned", failure);
                fail("skiff itself failed to plan the pod of this step (please report it): " + failure);
            }
        });
    }

    private void start(PodPlan.Outcome outcome) {
        switch (outcome) {
            case PodPlan.Refused refused -> fail(String.join("; ", refused.problems()));
            case PodPlan.Unknown unknown -> fail("what these images start is not known: " + unknown.images());
            case PodPlan.Ready ready -> {
                synchronized (this) {
                    shape = ready.shape();
                    body = PodPlan.bytes(ready.pod());
                }
                PodView known = services.watch().find(services.namespace(), task.run(), name);
                if (known == null || known.isOver()) {
                    // one that has ended may be of an earlier attempt and deleted by now: the server knows
                    postInTurn();
                } else {
                    adopt(known, 1);
                }
            }
        }
    }

    private void postInTurn() {
        long pause = services.rate().reserve();
        if (pause == 0) {
            post(1);
            return;
        }
        synchronized (this) {
            tell(new TaskState.Pending(
                    "waits for its turn: the controller's resourceRateLimit lets no more pods be made now"));
        }
        PodServices.later(pause, () -> post(1));
    }

    private synchronized void post(int attempt) {
        byte[] pod = body;
        if (pod == null || end != null || abandoned) {
            return;
        }
        if (stop != null) {
            neverMade();
            return;
        }
        posting = true;
        services.api().send(Call.post(services.pods(), pod).forMetadata()).whenComplete((answer, failure) -> {
            if (failure == null) {
                found(PodServices.view(answer.body()).uid());
            } else {
                refused(KubeProblem.in(failure), attempt);
            }
        });
    }

    /** It is known which pod it is. What the watch has said of it before was not listened to. */
    private void found(String which) {
        synchronized (this) {
            uid = which;
            body = null;
            posting = false;
        }
        PodView known = services.watch().find(services.namespace(), task.run(), name);
        if (known != null) {
            see(known);
        }
    }

    private void refused(KubeProblem problem, int attempt) {
        if (problem.isAlreadyExists()) {
            services.read(name).whenComplete((found, failure) -> {
                if (failure == null) {
                    adopt(found, attempt);
                } else {
                    KubeProblem unread = KubeProblem.in(failure);
                    if (unread.isNotFound() || unread.isTransient()) {
                        again(attempt, "");
                    } else {
                        fail(Refusal.sentence(unread, "get", "pods"));
                    }
                }
            });
        } else if (Refusal.isTransient(problem)) {
            again(attempt, Refusal.sentence(problem, "create", "pods"));
        } else {
            fail(Refusal.sentence(problem, "create", "pods"));
        }
    }

    private void again(int attempt, String message) {
        synchronized (this) {
            posting = false;
            if (stop != null && end == null) {
                neverMade();
                return;
            }
            tell(new TaskState.Pending(message));
        }
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(10, attempt - 1));
        PodServices.later(pause, () -> post(attempt + 1));
    }

    /** A pod of this name is there: an earlier process of ours has made it, or somebody else. */
    private void adopt(PodView found, int attempt) {
        String uid = Objects.requireNonNullElse(run.workflow().metadata().getUid(), "");
        boolean ofThisRun = found.run().equals(task.run()) && found.nodeId().equals(task.nodeId());
        boolean ofAnother = !found.ownerUid().isEmpty()
                && !uid.isEmpty()
                && !found.ownerUid().equals(uid);
        if (!ofThisRun || ofAnother) {
            fail("there is a pod " + name + " in namespace " + services.namespace()
                    + " already, and it is none of this workflow's (label " + PodMarks.WORKFLOW + " is '" + found.run()
                    + "', annotation " + PodMarks.NODE_ID + " is '" + found.nodeId() + "'"
                    + (ofAnother ? ", and its owner is an earlier workflow of this name" : "")
                    + "): delete it, or give the workflow another name");
        } else if (found.deletion() != null) {
            again(attempt, "waits until pod " + name + " of an earlier attempt is gone");
        } else {
            found(found.uid());
            see(found);
        }
    }

    /** A process before this one has made the pod. */
    void recover(PodView found) {
        synchronized (this) {
            shape = PodPlan.shape(task, run.workflow().spec());
        }
        found(found.uid());
        see(found);
    }

    synchronized void see(PodView pod) {
        Shape known = shape;
        if (known == null || !pod.uid().equals(uid)) {
            return; // of an earlier attempt, or not yet known to be ours
        }
        view = pod;
        if (end != null || collecting || abandoned) {
            return;
        }
        switch (PodReader.read(pod, known, asked(), services.clock().instant())) {
            case PodReader.Waiting waiting -> tell(new TaskState.Pending(waiting.message()));
            case PodReader.Going going -> tell(going.state());
            case PodReader.Finishing _ -> finishing = true;
            case PodReader.Over over -> collect(pod, known, over);
        }
        followLogs(pod);
        PodStop asked = asked();
        if (asked != null && !pod.isOver()) {
            stopper.end(pod, asked);
        }
    }

    private void followLogs(PodView pod) {
        if (services.settings().followLogs() && !collecting) {
            pod.inits().stream().filter(c -> c.stage() != Stage.WAITING).forEach(c -> logs.follow(c.name()));
            pod.containers().stream().filter(c -> c.stage() != Stage.WAITING).forEach(c -> logs.follow(c.name()));
        }
    }

    private @Nullable PodStop asked() {
        if (stop == null) {
            return finishing ? PodStop.DONE : null;
        }
        return switch (stop) {
            case SHUTDOWN -> PodStop.SHUTDOWN;
            case DEADLINE -> PodStop.DEADLINE;
        };
    }

    synchronized void gone(PodView last) {
        Shape known = shape;
        if (known == null || !last.uid().equals(uid) || end != null || collecting || abandoned) {
            return;
        }
        collect(
                last,
                known,
                PodReader.gone(last, known, asked(), services.clock().instant()));
    }

    /** Everything was listed anew. Was the pod made and deleted while nobody looked? */
    void relisted() {
        boolean unseen;
        synchronized (this) {
            unseen = uid != null && view == null && end == null && !abandoned;
        }
        if (unseen) {
            look();
        }
    }

    /** Asks the server itself. */
    private void look() {
        services.read(name).whenComplete((found, failure) -> {
            boolean gone = failure != null && KubeProblem.in(failure).isNotFound();
            if (gone || (failure == null && !isOurs(found))) {
                vanished();
            } else if (failure == null) {
                see(found);
            }
        });
    }

    private synchronized boolean isOurs(PodView pod) {
        return pod.uid().equals(uid);
    }

    private synchronized void vanished() {
        PodView last = view;
        if (last != null) {
            gone(last);
        } else if (end == null && !collecting && !abandoned) {
            end(new Ended(
                    Verdict.ERROR,
                    null,
                    PodReader.DELETED,
                    TaskState.Results.NONE,
                    null,
                    services.clock().instant()));
        }
    }

    void stop(StopReason reason) {
        PodView pod;
        synchronized (this) {
            if (end != null || stop != null) {
                return;
            }
            stop = reason;
            pod = view;
            if (body != null && !posting) {
                neverMade();
            }
        }
        if (pod != null) {
            see(pod);
        }
    }

    /** Nobody wants to hear of it any more; what runs is ended. */
    void abandon() {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            abandoned = true;
        }
        logs.close();
    }

    /** Somebody asks anew how it is. */
    synchronized void again() {
        TaskState last = end != null ? end : told;
        if (last != null && !abandoned) {
            services.listener().observed(ref, last);
        }
    }

    /** Leaves the pod alone, as when the process ends. */
    void close() {
        logs.close();
    }

    private void collect(PodView last, Shape known, PodReader.Over over) {
        collecting = true;
        if (services.settings().followLogs()) {
            Stream.concat(last.inits().stream(), last.containers().stream())
                    .filter(PodView.Container::hasEnded)
                    .forEach(c -> logs.follow(c.name()));
        }
        new PodResults(services, task, run, logs)
                .collect(last, over, known.agent())
                .thenAccept(this::end);
    }

    private synchronized void neverMade() {
        boolean deadline = stop == StopReason.DEADLINE;
        end(new Ended(
                Verdict.FAILED,
                null,
                deadline ? StopReason.DEADLINE_MESSAGE : "stopped before its pod was made",
                TaskState.Results.NONE,
                null,
                services.clock().instant()));
    }

    private void fail(String message) {
        end(new Ended(
                Verdict.ERROR,
                null,
                message,
                TaskState.Results.NONE,
                null,
                services.clock().instant()));
    }

    private synchronized void end(Ended ended) {
        if (end == null && !abandoned) {
            PodView last = view;
            end = last == null ? ended : ended.at(last.node(), PodUsage.of(last));
            body = null;
            logs.close();
            services.listener().observed(ref, end);
        }
    }

    private void tell(TaskState state) {
        if (end == null && !abandoned && !state.equals(told)) {
            told = state;
            services.listener().observed(ref, state);
        }
    }
}
