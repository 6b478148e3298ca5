package dev.skiff.runtime;

import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.Meter;
import dev.skiff.port.Progress;
import dev.skiff.port.RunContext;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one run: takes events from its mailbox one at a time, records each before it is acted upon, lets the engine decide, has the
 * commands carried out, tells who looks on.
 */
final class RunLoop implements ActiveRun {
    private record Question(Request request, Consumer<String> answer) {}

    private final RunRecord record;
    private RunContext context;
    private final Shell shell;
    private final Mailbox mailbox = new Mailbox();
    private final Run run = Run.create();
    private final Dispatcher dispatcher;
    private final StatusWriter status;
    private final RunMetrics measured;
    private final Estimates.Expected expected;
    private final CompletableFuture<RunEnd> end = new CompletableFuture<>();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Queue<Workflow> sightings = new ConcurrentLinkedQueue<>();
    private final List<NodeStatus> originals;
    private volatile boolean hurried;
    private volatile boolean letGo;
    private volatile @Nullable StoreException broken;

    RunLoop(RunRecord record, RunContext context, Shell shell) {
        this(record, context, List.of(), shell);
    }

    /** @param originals see {@link Event.Submitted} */
    RunLoop(RunRecord record, RunContext context, List<NodeStatus> originals, Shell shell) {
        this.record = record;
        this.originals = originals;
        this.context = context;
        this.shell = shell;
        this.dispatcher = new Dispatcher(
                Objects.requireNonNullElse(context.workflow().metadata().getNamespace(), ""),
                record.name(),
                shell,
                this::post);
        this.expected = shell.ports().estimates().of(context.workflow());
        this.measured = new RunMetrics(run, shell.ports().meters());
        this.status = new StatusWriter(
                record,
                shell.clock(),
                new StatusWriter.Source(run, this::workflow, this::noted, expected::in),
                mailbox::wake,
                nodeId -> dispatcher.release(nodeId));
    }

    @Override
    public String name() {
        return record.name();
    }

    @Override
    public CompletableFuture<RunEnd> end() {
        return end;
    }

    @Override
    public void ask(Request request) {
        post(new Event.Asked(request, shell.clock().instant()));
    }

    @Override
    public void ask(Request request, Consumer<String> answer) {
        questions.add(new Question(request, answer));
        mailbox.wake();
    }

    @Override
    public void seen(Workflow object) {
        sightings.add(object);
        mailbox.wake();
    }

    @Override
    public void hurry() {
        hurried = true;
        mailbox.wake();
    }

    @Override
    public void lost(String why) {
        cannotKeep(new StoreException(why));
    }

    @Override
    public void letGo() {
        letGo = true;
        mailbox.wake();
    }

    void post(Event event) {
        mailbox.post(event);
    }

    /** Output could not be kept; called from the executor's threads. */
    void cannotKeep(StoreException e) {
        broken = e;
        mailbox.wake();
    }

    RunRecord record() {
        return record;
    }

    /** Drives a new run to its end; the executor is prepared for it. */
    void start() {
        drive(this::submit);
    }

    /** Brings the run to where it was, and drives it to its end. */
    void resume() {
        drive(this::recover);
    }

    /** Brings the run to where it was, which is its end, begins again with what failed, and drives it to its next end. */
    void retry(Request.Retry request) {
        drive(() -> again(request));
    }

    @FunctionalInterface
    private interface Beginning {
        void begin() throws InterruptedException;
    }

    private void drive(Beginning beginning) {
        RunEnd how;
        try {
            beginning.begin();
            record.listen(this::ask);
            while (!isOver() && !letGo) {
                turn();
            }
            how = isOver() ? finished() : leave();
        } catch (StoreException | ExecutorException | InterruptedException e) {
            how = cutOff(e);
        } catch (MalformedStatus e) {
            how = ended("the recorded status of this workflow cannot be gone on from: " + e.getMessage()
                    + "; submit the workflow anew");
        } catch (RuntimeException | StackOverflowError e) {
            how = failed(e);
        }
        record.close();
        refuseTheRest();
        end.complete(how);
    }

    private void submit() {
        post(new Event.Submitted(
                context.workflow(),
                context.resources(),
                originals,
                shell.clock().instant()));
    }

    private void refuseTheRest() {
        for (Question q = questions.poll(); q != null; q = questions.poll()) {
            q.answer().accept("run " + name() + (letGo ? " is driven by this process no longer" : " has ended"));
        }
    }

    private void again(Request.Retry request) throws InterruptedException {
        Recovery.of(record, run, shell.clock().instant());
        Set<String> before = new HashSet<>();
        run.nodes().forEach(node -> before.add(node.id()));
        context = RunContext.of(
                run.workflow(), run.resources().withSecrets(context.resources().secrets()));
        shell.executor().prepare(context);
        Event asked = new Event.Asked(request, shell.clock().instant());
        record.append(List.of(asked));
        Decision decision = Engine.decide(run, asked);
        run.nodes().forEach(node -> before.remove(node.id()));
        before.forEach(record::forgetOutput);
        measured.takenUp(shell.clock().instant());
        tell(new Feed.Change(name(), run.phase(), run.message(), run.nodes()));
        status.changedAltogether();
        status.write();
        decision.commands().forEach(dispatcher::carryOut);
    }

    private void recover() {
        Recovery recovery = Recovery.of(record, run, shell.clock().instant());
        if (!recovery.recorded()) {
            shell.executor().prepare(context);
            submit();
            return;
        }
        tell(new Feed.Change(name(), run.phase(), run.message(), run.nodes()));
        measured.takenUp(shell.clock().instant());
        status.changedAltogether();
        if (run.finished()) {
            return;
        }
        context = RunContext.of(
                run.workflow(), run.resources().withSecrets(context.resources().secrets()));
        shell.executor().prepare(context);
        List<Task> tasks = recovery.unended();
        for (Task task : tasks) {
            shell.admission().adopt(new TaskRef(name(), task.nodeId()), task.kind());
            dispatcher.rememberDaemon(task);
            record.forgetOutput(task.nodeId());
        }
        shell.executor().recover(context, tasks);
        recovery.stopping().forEach(dispatcher::carryOut);
        endOrphans();
        dispatcher.setAlarms(run.pendingAlarms());
        // the dead process has lost them, and others may have them now
        dispatcher.releaseLocks();
        recovery.unanswered().forEach(dispatcher::carryOut);
    }

    /** Tasks of steps that the workflow does not have (any more): the record was changed by somebody. */
    private void endOrphans() {
        for (NodeStatus node : run.orphans()) {
            shell.feed()
                    .warning(
                            name(),
                            "the status had the node " + node.name() + " (" + node.id()
                                    + "), for which the workflow has no use: its pod is ended");
            shell.executor().stop(new TaskRef(name(), node.id()), Command.StopReason.SHUTDOWN);
        }
    }

    private boolean isOver() {
        return run.finished() && (hurried || !shell.admission().isInside(name()));
    }

    private void turn() throws InterruptedException {
        List<Event> events = mailbox.take(status.patience());
        StoreException cannot = broken;
        if (cannot != null) {
            throw cannot;
        }
        if (!events.isEmpty()) {
            record.append(events);
            events.forEach(this::take);
        }
        for (Question q = questions.poll(); q != null; q = questions.poll()) {
            answer(q);
        }
        for (Workflow seen = sightings.poll(); seen != null; seen = sightings.poll()) {
            look(seen);
        }
        status.writeIfDue();
    }

    private void look(Workflow seen) {
        if (!run.finished() && run.phase() != null) {
            for (Request request : ObservedRequests.of(ObservedRequests.Known.of(run), seen)) {
                Event asked = new Event.Asked(request, shell.clock().instant());
                record.append(List.of(asked));
                take(asked);
            }
        }
    }

    /** Whoever asked finds what came of it in the status. */
    private void answer(Question question) throws InterruptedException {
        String refusal = Refusals.of(run.workflow(), run.status(), question.request());
        if (refusal.isEmpty()) {
            Event asked = new Event.Asked(question.request(), shell.clock().instant());
            record.append(List.of(asked));
            take(asked);
            status.write();
        }
        question.answer().accept(refusal);
    }

    private void take(Event event) {
        TaskState state = event instanceof Event.TaskObserved o ? o.state() : null;
        if (state instanceof TaskState.Absent) {
            dispatcher.absent(((Event.TaskObserved) event).nodeId());
        }
        WorkflowPhase phase = run.phase();
        String message = run.message();
        Instant begin = shell.clock().instant();
        Decision decision = Engine.decide(run, event);
        Instant decided = shell.clock().instant();
        shell.ports().meters().took(Meter.OPERATION_SECONDS, Duration.between(begin, decided));
        boolean says = run.phase() != phase || !run.message().equals(message);
        // before anything is started: what a task writes is shown under the name of its node
        if (says || !decision.touched().isEmpty() || run.finished()) {
            tell(new Feed.Change(
                    name(),
                    run.phase(),
                    run.message(),
                    decision.touched().stream().map(run::node).toList()));
        }
        for (Command command : decision.commands()) {
            dispatcher.carryOut(command);
            if (command instanceof Command.StartTask) {
                Duration since = Duration.between(event.at(), shell.clock().instant());
                shell.ports().meters().took(Meter.EVENT_TO_CREATE_SECONDS, since);
            }
        }
        measured.decided(decision, decided);
        if (state instanceof TaskState.Running r && r.ready()) {
            dispatcher.ready(((Event.TaskObserved) event).nodeId());
        }
        if (state instanceof TaskState.Ended) {
            String nodeId = ((Event.TaskObserved) event).nodeId();
            dispatcher.ended(nodeId);
            status.ended(nodeId);
        }
        if (says || !decision.touched().isEmpty()) {
            boolean begun = state != null
                    && !(state instanceof TaskState.Ended)
                    && decision.commands().isEmpty();
            status.changed(decision.touched(), begun);
        }
    }

    private void tell(Feed.Change change) {
        shell.feed().changed(change);
    }

    /** The run has come to its end: its last status is written, then nothing of it is kept but what the store has. */
    private RunEnd finished() throws InterruptedException {
        status.finish();
        WorkflowPhase phase = run.phase();
        shell.executor().ended(name(), phase == WorkflowPhase.SUCCEEDED);
        cleanUp(Volumes.toBeDeleted(context.workflow(), phase == WorkflowPhase.SUCCEEDED));
        Workflow ended = workflow();
        shell.ports().estimates().ended(ended);
        shell.ports().traces().ended(ended);
        return new RunEnd(ended, "");
    }

    private void cleanUp(boolean deleteVolumes) {
        shell.alarms().clear(name());
        try {
            dispatcher.releaseLocks();
        } catch (StoreException e) {
            shell.feed().warning(name(), String.valueOf(e.getMessage()));
        }
        try {
            shell.executor().cleanUp(name(), deleteVolumes);
        } catch (ExecutorException e) {
            shell.feed().warning(name(), String.valueOf(e.getMessage()));
        }
        shell.admission().forget(name());
    }

    /** Others drive it from here on: its tasks go on, and what is known of it is written. */
    private RunEnd leave() throws InterruptedException {
        status.finish();
        shell.alarms().clear(name());
        dispatcher.releaseLocks();
        shell.admission().forget(name());
        return new RunEnd(workflow(), "skiff has let go of it");
    }

    /** The run cannot go on here: its tasks are ended. What was recorded stays, and the run can be resumed. */
    private RunEnd cutOff(Exception why) {
        cleanUp(false);
        String problem = String.valueOf(why.getMessage());
        try {
            record.status(Progress.of(workflow())).join();
        } catch (StoreException | CompletionException e) {
            // why the run was cut off says the same
        }
        return new RunEnd(workflow(), problem);
    }

    /** A bug of ours in one run: it ends in Error, others go on. */
    private RunEnd failed(Throwable bug) {
        System.getLogger("dev.skiff.runtime").log(System.Logger.Level.ERROR, "run " + name() + " cannot go on", bug);
        return ended("skiff itself failed with this run (please report it): " + bug);
    }

    private RunEnd ended(String message) {
        cleanUp(false);
        Instant now = shell.clock().instant();
        WorkflowStatus last = lastStatus(now);
        Workflow workflow = context.workflow().toBuilder()
                .status(last.toBuilder()
                        .phase(WorkflowPhase.ERROR)
                        .message(message)
                        .finishedAt(now)
                        .build())
                .build();
        tell(new Feed.Change(name(), WorkflowPhase.ERROR, message, List.of()));
        try {
            record.status(Progress.of(workflow)).join();
        } catch (RuntimeException e) {
            // whatever it was, somebody waits for the end
            return new RunEnd(workflow, String.valueOf(e.getMessage()));
        }
        return new RunEnd(workflow, "");
    }

    /** Whatever the bug has left of it. */
    private WorkflowStatus lastStatus(Instant now) {
        try {
            if (run.phase() != null) {
                return run.status();
            }
        } catch (RuntimeException e) {
            // the bug is in the status itself
        }
        return WorkflowStatus.builder().startedAt(now).build();
    }

    private WorkflowStatus noted(WorkflowStatus status) {
        return expected.in(measured.noted(status));
    }

    private Workflow workflow() {
        if (run.phase() == null) {
            return context.workflow();
        }
        Workflow workflow = run.workflow();
        // Argo keeps it there, and so does whoever looks for it
        Boolean suspend = run.suspended() ? Boolean.TRUE : null;
        return workflow.toBuilder()
                .spec(workflow.spec().toBuilder()
                        .suspend(suspend)
                        .shutdown(run.shutdown())
                        .build())
                .status(noted(run.status()))
                .build();
    }
}
