package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a run to where its status says that it is: the workflow is decided anew, and what is recorded of a node happens to it once more,
 * in the order of the recorded times. Times are whole seconds: within one of them what succeeds comes before what fails, since a failure
 * may keep others from beginning; that a whole run is ended comes last. Costs about as much as the run is large.
 */
final class Restoration {
    /** What happens at one moment, the lower ones first; the last two come when nothing else is left. */
    private enum Kind {
        GOES_ON,
        FAILS,
        RUN_IS_ENDED,
        FELL_WITH_THE_RUN
    }

    private record Step(Kind kind, Instant at, long number, Consumer<Machine> act) {
        static final Comparator<Step> ORDER = Comparator.<Step>comparingInt(
                        s -> Math.max(s.kind().ordinal(), Kind.FAILS.ordinal()))
                .thenComparing(Step::at)
                .thenComparing(Step::kind)
                .thenComparing(Step::number);
    }

    private final Run run;
    private final Event.Restored event;
    private final WorkflowStatus status;
    private final Instant startedAt;
    private final Recorded recorded;
    private final RecordedLocks held;
    private final boolean suspend;
    private final PriorityQueue<Step> steps = new PriorityQueue<>(Step.ORDER);
    private final Map<String, Command> starts = new LinkedHashMap<>();
    private final Map<String, Command> stops = new LinkedHashMap<>();
    private final Map<String, Command> locks = new LinkedHashMap<>();
    private final Map<String, Command> lookUps = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long number;

    Restoration(Run run, Event.Restored event) {
        this.run = run;
        this.event = event;
        this.status = StoredStatus.checked(event.workflow());
        this.startedAt = StoredStatus.start(event.workflow(), event.at());
        this.held = new RecordedLocks(status);
        boolean over = status.phase() != null && status.phase().completed();
        suspend = Boolean.TRUE.equals(event.workflow().spec().suspend()) && !over;
        recorded = new Recorded(status.nodes().values(), suspend, over, event.at());
    }

    Decision decide() {
        Workflow workflow = event.workflow();
        boolean fromTheBeginning = suspend && status.nodes().isEmpty();
        run.resources = StoredTemplates.over(event.resources(), workflow);
        run.recorded = recorded;
        run.restored = true;
        Workflow fresh = workflow.toBuilder()
                .status(null)
                .spec(workflow.spec().toBuilder()
                        .shutdown(null)
                        .suspend(fromTheBeginning ? Boolean.TRUE : null)
                        .build())
                .build();
        take(Engine.begin(run, fresh, startedAt));
        Shutdown asked = Shutdown.of(workflow.spec().shutdown());
        planEnds();
        while (!steps.isEmpty() && !run.finished()) {
            Step step = steps.poll();
            Machine machine = new Machine(run, step.at());
            step.act().accept(machine);
            machine.drain();
            take(machine.decision());
        }
        goOn(asked);
        return new Decision(outstanding(), run.inOrder.stream().map(n -> n.id).toList());
    }

    private List<Command> outstanding() {
        List<Command> commands = new ArrayList<>();
        if (!run.finished()) {
            commands.addAll(starts.values());
            commands.addAll(stops.values());
            commands.addAll(locks.values());
            commands.addAll(lookUps.values());
        }
        return commands;
    }

    private void later(Kind kind, @Nullable Instant at, Consumer<Machine> act) {
        steps.add(new Step(kind, at == null ? startedAt : at, number++, act));
    }

    private void planEnds() {
        RecordedEnds ends = new RecordedEnds(recorded);
        Instant deadline = ends.deadline(run.spec == null ? null : run.deadline());
        if (deadline != null) {
            later(Kind.RUN_IS_ENDED, deadline, machine -> {
                run.alarms.remove(Opening.DEADLINE_ALARM);
                run.deadlinePassed = true;
                Outcomes.endTasks(machine, Outcomes.DEADLINE, false);
            });
        }
        ends.shutdowns.forEach((how, at) -> later(Kind.RUN_IS_ENDED, at, machine -> shutDown(machine, how)));
    }

    private static void shutDown(Machine machine, Shutdown how) {
        new Requests(machine)
                .take(
                        switch (how) {
                            case STOP -> new Request.Stop();
                            case TERMINATE -> new Request.Terminate();
                        });
    }

    // --- what the engine asks for, and what the record answers ---

    private void take(Decision decision) {
        for (Command command : decision.commands()) {
            switch (command) {
                case Command.StartTask s -> {
                    starts.put(s.task().nodeId(), s);
                    started(Machine.present(run.nodes.get(s.task().nodeId()), "node"));
                }
                case Command.StopTask s -> {
                    if (starts.containsKey(s.nodeId())) {
                        stops.put(s.nodeId(), s);
                    }
                }
                case Command.AcquireLocks a -> {
                    locks.put(a.holder(), a);
                    acquire(a);
                }
                case Command.ReleaseLocks r -> locks.remove(r.holder());
                case Command.LookUpCache l -> {
                    lookUps.put(l.nodeId(), l);
                    lookUp(Machine.present(run.nodes.get(l.nodeId()), "node"));
                }
                // alarms are the run's; what was to be kept was kept, or is made once more; that the run has ended is
                // seen
                case Command.SetAlarm s -> {}
                case Command.SaveCache s -> {}
                case Command.Finish f -> {}
            }
        }
        for (String id : decision.touched()) {
            Node node = run.nodes.get(id);
            if (node != null && node.type == NodeType.SUSPEND && run.suspendedNodes.contains(node) && seen.add(id)) {
                waits(node);
            }
        }
    }

    private static Kind kind(NodeStatus known) {
        if (RecordedEnds.byTheRun(known)) {
            return Kind.FELL_WITH_THE_RUN;
        }
        return known.phase() != null && known.phase().failedOrError() ? Kind.FAILS : Kind.GOES_ON;
    }

    private void started(Node node) {
        NodeStatus known = recorded.of(node.name);
        if (known == null || known.phase() == null) {
            return;
        }
        boolean ended = Recorded.ended(known);
        boolean ready = Daemons.is(node) && wasReady(node, known);
        if (known.phase() == NodePhase.PENDING) {
            if (known.message() != null) {
                node.message = known.message();
            }
        } else if (!ended || ready || hasRecordedHooks(node)) {
            var state = new TaskState.Running(
                    node.startedAt, text(known.hostNodeName()), text(known.podIP()), ready, members(node));
            later(Kind.GOES_ON, node.startedAt, machine -> {
                if (!node.ended() && node.active) {
                    Outcomes.observed(machine, node, state);
                }
            });
        }
        if (ended) {
            later(kind(known), known.finishedAt(), machine -> end(machine, node, known));
        }
    }

    /** DAEMON-04: a daemon that failed may have been ready before. */
    private boolean wasReady(Node node, NodeStatus known) {
        NodeStatus retry = node.parent instanceof RetryFrame f && !recorded.begun(f.nextName())
                ? recorded.of(f.node().name)
                : null;
        return Boolean.TRUE.equals(known.daemoned())
                || known.phase() == NodePhase.SUCCEEDED
                || (Recorded.ended(known) && recorded.hasSuccessors(known))
                || (retry != null && (Boolean.TRUE.equals(retry.daemoned()) || retry.phase() == NodePhase.SUCCEEDED));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private boolean hasRecordedHooks(Node node) {
        return node.call != null
                && node.call.hooks().stream().anyMatch(hook -> recorded.begun(HookFrame.nameOf(node, hook)));
    }

    private void end(Machine machine, Node node, NodeStatus known) {
        if (node.ended() || !node.active) {
            return;
        }
        if (RecordedEnds.withoutItsTask(known) || (Daemons.is(node) && known.phase() == NodePhase.SUCCEEDED)) {
            stops.put(node.id, new Command.StopTask(node.id, Command.StopReason.SHUTDOWN));
        } else {
            starts.remove(node.id);
        }
        Kept.ends(machine, node, known, members(node));
    }

    /** The containers of a containerSet as they are recorded. */
    private Map<String, TaskState.Member> members(Node pod) {
        Map<String, TaskState.Member> members = new HashMap<>();
        if (pod.extras != null) {
            pod.extras.members.forEach((name, member) -> {
                NodeStatus known = recorded.of(member.name);
                NodePhase phase = known == null ? null : known.phase();
                if (known != null && phase != null && phase != NodePhase.OMITTED && phase != NodePhase.SKIPPED) {
                    members.put(
                            name,
                            new TaskState.Member(
                                    phase, text(known.message()), null, known.startedAt(), known.finishedAt()));
                }
            });
        }
        return members;
    }

    /** A step that waits for somebody. */
    private void waits(Node node) {
        NodeStatus known = recorded.of(node.name);
        NodePhase phase = known == null ? null : known.phase();
        if (known == null || phase == null) {
            return;
        }
        if (known.outputs() != null || phase.fulfilled()) {
            node.outputs = NodeOutputs.of(known.outputs());
        }
        if (phase.fulfilled()) {
            later(kind(known), known.finishedAt(), machine -> {
                if (!node.ended()) {
                    Suspensions.end(machine, node, phase, text(known.message()));
                }
            });
        } else {
            node.message = text(known.message());
        }
    }

    private void acquire(Command.AcquireLocks wanted) {
        if (wanted.holder().isEmpty()) {
            boolean granted =
                    status.phase() != WorkflowPhase.PENDING || !status.nodes().isEmpty();
            if (granted || status.message() != null) {
                String waitingFor = granted ? "" : held.awaited();
                later(
                        Kind.GOES_ON,
                        startedAt,
                        machine -> new Opening(machine)
                                .locksAnswered(new Event.LocksAnswered(
                                        "", granted, waitingFor, granted ? "" : text(status.message()), machine.at)));
            }
            return;
        }
        Node node = Machine.present(run.nodes.get(wanted.holder()), "node");
        NodeStatus known = recorded.of(node.name);
        if (known == null || endsAtItsGate(node, known)) {
            return;
        }
        String waitingFor = known.synchronizationStatus() == null
                ? ""
                : text(known.synchronizationStatus().waiting());
        boolean granted = waitingFor.isEmpty() && (known.phase() != NodePhase.PENDING || held.isHeld(node.id));
        if (granted || !waitingFor.isEmpty()) {
            later(
                    Kind.GOES_ON,
                    node.startedAt,
                    machine -> new Gate(machine)
                            .locksAnswered(new Event.LocksAnswered(
                                    node.id, granted, waitingFor, granted ? "" : text(known.message()), machine.at)));
        }
    }

    private void lookUp(Node node) {
        NodeStatus known = recorded.of(node.name);
        if (known == null || endsAtItsGate(node, known)) {
            return;
        }
        if (known.memoizationStatus() != null || known.phase() != NodePhase.PENDING) {
            lookUps.remove(node.id);
            later(
                    Kind.GOES_ON,
                    node.startedAt,
                    machine -> new Gate(machine).cacheAnswered(new Event.CacheAnswered(node.id, null, "", machine.at)));
        }
    }

    /** Whether the node came no further than to its locks or the cache; then it ends there once more. */
    private boolean endsAtItsGate(Node node, NodeStatus known) {
        boolean hit = known.memoizationStatus() != null
                && Boolean.TRUE.equals(known.memoizationStatus().hit());
        boolean composite = node.type == NodeType.STEPS || node.type == NodeType.DAG || node.type == NodeType.RETRY;
        boolean here = Recorded.ended(known)
                && (hit
                        || (known.memoizationStatus() == null
                                && !node.extras().cacheKey.isEmpty())
                        || (composite ? !recorded.hasInside(known) : RecordedEnds.whileWaiting(known)));
        NodePhase phase = known.phase();
        if (!here || phase == null) {
            return false;
        }
        later(kind(known), known.finishedAt(), machine -> {
            if (node.ended() || run.held.remove(node.id) == null) {
                return;
            }
            lookUps.remove(node.id);
            node.extras().cacheHit = hit;
            node.extras().cacheAnswered = known.memoizationStatus() != null;
            node.outputs = NodeOutputs.of(known.outputs());
            machine.move(node, phase, text(known.message()));
            Outcomes.export(machine, node);
        });
        return true;
    }

    // --- everything recorded has been taken in: now it goes on ---

    private void goOn(@Nullable Shutdown asked) {
        List<NodeStatus> unused = new ArrayList<>();
        Map<String, NodeStatus> results = new HashMap<>();
        Set<String> names = new HashSet<>();
        run.inOrder.forEach(n -> names.add(n.name));
        for (NodeStatus n : recorded.nodes()) {
            boolean leaf = n.type() == NodeType.POD || n.type() == NodeType.HTTP || n.type() == NodeType.SUSPEND;
            if (leaf && n.phase() != null && !names.contains(n.name())) {
                if (n.phase() == NodePhase.PENDING || n.phase() == NodePhase.RUNNING) {
                    unused.add(n);
                } else if (n.phase() != NodePhase.OMITTED) {
                    results.put(n.name(), n);
                }
            }
        }
        run.recorded = null;
        // a task that has ended is never run again, whenever its turn comes
        run.kept = results;
        Machine machine = new Machine(run, event.at());
        if (status.phase() != null && status.phase().completed()) {
            close(machine, status.phase());
        } else if (!run.finished()) {
            // who stops a run that is suspended lets it go on; who suspends one that was stopped does not
            run.suspended |= suspend;
            if (asked != null && asked != run.shutdown) {
                shutDown(machine, asked);
            }
            run.postponed.addAll(recorded.held);
            run.inOrder.stream()
                    .filter(n -> !n.ended() && n.extras != null && n.extras.hooks != null)
                    .forEach(machine::changed);
            machine.drain();
        }
        take(machine.decision());
        run.orphans = unused.stream()
                .filter(n -> n.type() == NodeType.POD && !run.nodes.containsKey(n.id()))
                .toList();
    }

    private void close(Machine machine, WorkflowPhase phase) {
        run.shutdown = Shutdown.of(event.workflow().spec().shutdown());
        if (!run.finished()) {
            Outcomes.finish(machine, phase, text(status.message()));
        }
        run.phase = phase;
        run.message = text(status.message());
        run.finishedAt = status.finishedAt() == null ? run.finishedAt : status.finishedAt();
    }
}
