package dev.skiff.engine;

import dev.skiff.expr.GoFormat;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attempts of one call (RETRY-01 to RETRY-18). */
final class RetryFrame implements Frame {
    static final String ALARM = "retry:";

    private final Node node;
    private final Invocation call;
    private final CompiledTemplate template;
    private final Bound bound;
    private final RetryPlan plan;
    private int attempts;
    private @Nullable Node last;
    private @Nullable Instant firstStartedAt;

    RetryFrame(Node node, Invocation call, CompiledTemplate template, Bound bound, RetryPlan plan) {
        this.node = node;
        this.call = call;
        this.template = template;
        this.bound = bound;
        this.plan = plan;
    }

    Node node() {
        return node;
    }

    @Override
    public @Nullable NodeReferences references() {
        return call.frame().references();
    }

    /** Starts the next attempt. */
    void launch(Machine machine) {
        if (attempts > 0 && !machine.starter().roomInWorkflow()) {
            machine.run.postponed.add(again());
            return;
        }
        String name = nextName();
        if (machine.run.recorded != null && machine.run.recorded.holds(again(), name)) {
            return;
        }
        Starter.Started started = machine.starter().body(call, name, this, template, bound, variables(), latest());
        if (firstStartedAt == null) {
            firstStartedAt = machine.run.recorded == null ? machine.at : startOf(started, machine.at);
        }
        attempts++;
        switch (started) {
            case Starter.Started.Created c -> attempt(machine, c.node());
            case Starter.Started.Errored e -> {
                attempt(machine, e.node());
                machine.announce(e.node());
            }
            case Starter.Started.Continued c -> throw new IllegalStateException("an attempt has no gate");
            case Starter.Started.Postponed p -> throw new IllegalStateException("an attempt is never postponed here");
        }
    }

    /** An attempt that is restored began when it is recorded to have begun. */
    private static Instant startOf(Starter.Started started, Instant at) {
        return started instanceof Starter.Started.Created c ? c.node().startedAt : at;
    }

    /** RETRY-15: where attempts have failed, each once. */
    List<String> failedHosts() {
        return node.children.stream()
                .filter(attempt -> attempt.retried && attempt.failedOrError() && !attempt.host.isEmpty())
                .map(attempt -> attempt.host)
                .distinct()
                .toList();
    }

    /** The name of the next attempt's node. */
    String nextName() {
        return node.name + "(" + attempts + ")";
    }

    private Invocation again() {
        return new Invocation(
                this,
                node.name,
                call.call(),
                call.callee(),
                call.arguments(),
                call.boundary(),
                call.place(),
                call.scope(),
                call.depth(),
                call.hooked());
    }

    private void attempt(Machine machine, Node attempt) {
        attempt.retried = true;
        last = attempt;
        machine.link(node, attempt);
    }

    /** RETRY-08, RETRY-09. */
    private Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("retries", Integer.toString(attempts));
        Node before = last;
        variables.put("lastRetry.exitCode", before == null ? "0" : exitCode(before));
        variables.put("lastRetry.status", before == null ? "" : before.phase.text());
        variables.put("lastRetry.duration", before == null ? "0" : duration(before));
        variables.put("lastRetry.message", before == null ? "" : before.message);
        return variables;
    }

    private static String exitCode(Node attempt) {
        return attempt.outputs.exitCode() == null ? "-1" : attempt.outputs.exitCode();
    }

    private static String duration(Node attempt) {
        Instant end = attempt.finishedAt == null ? attempt.startedAt : attempt.finishedAt;
        return GoFormat.value(Duration.between(attempt.startedAt, end).toNanos() / 1e9);
    }

    private @Nullable Instant latest() {
        return plan.maxDuration() == null || firstStartedAt == null ? null : firstStartedAt.plus(plan.maxDuration());
    }

    @Override
    public void childFulfilled(Machine machine, Node attempt) {
        node.outputs = attempt.outputs;
        if (attempt.daemoned) {
            // RETRY-17
            Daemons.ready(machine, node);
            return;
        }
        if (!attempt.failedOrError()) {
            machine.move(node, NodePhase.SUCCEEDED, "");
            return;
        }
        if (machine.run.recorded != null && asRecorded(machine, machine.run.recorded)) {
            return;
        }
        String end = endOfTime(machine);
        try {
            if (end == null) {
                end = endOfTries(machine, attempt);
            }
        } catch (TextTree.Unresolvable e) {
            machine.move(node, NodePhase.ERROR, e.text()); // RETRY-07
            return;
        }
        if (end != null) {
            machine.move(node, attempt.phase, end);
            return;
        }
        Duration wait = plan.waitAfter(attempts);
        boolean mayWait = plan.limit() != null && attempts <= plan.limit();
        if (plan.duration() != null && mayWait && wait.isPositive() && !Kept.has(machine.run, nextName())) {
            machine.say(node, "Backoff for " + Durations.humanised(wait));
            machine.setAlarm(ALARM + node.id, machine.at.plus(wait));
            return;
        }
        afterWaiting(machine);
    }

    /** What the end of an attempt led to may have depended on the moment: where that is recorded it is not decided anew. */
    private boolean asRecorded(Machine machine, Recorded recorded) {
        if (recorded.begun(nextName())) {
            machine.say(node, "");
            launch(machine);
            return true;
        }
        NodeStatus known = recorded.of(node.name);
        NodePhase phase = known == null ? null : known.phase();
        if (phase == null || !phase.failedOrError()) {
            return false;
        }
        machine.move(node, phase, "");
        return true;
    }

    /** RETRY-04, RETRY-13, RETRY-16: whether the time for attempts is over; null to go on. */
    private @Nullable String endOfTime(Machine machine) {
        String stopped = stopped(machine);
        if (stopped != null) {
            return stopped;
        }
        Instant latest = latest();
        if (latest != null && plan.duration() != null) {
            if (machine.at.isAfter(latest)) {
                return "Max duration limit exceeded";
            }
            if (machine.at.plus(plan.waitAfter(attempts)).isAfter(latest)) {
                return "Backoff would exceed max duration limit";
            }
        }
        return null;
    }

    private @Nullable String stopped(Machine machine) {
        boolean exempt = node.partOfExitHandler();
        if (machine.run.shutdown != null && !(exempt && machine.exitsMayRun())) {
            return "Stopped with strategy '" + machine.run.shutdown.text + "'";
        }
        if (machine.run.deadlinePassed && !exempt) {
            return "retry exceeded workflow deadline " + Machine.present(machine.run.deadline(), "deadline");
        }
        return null;
    }

    /** The wait is over, or there was none. */
    void afterWaiting(Machine machine) {
        Node attempt = Machine.present(last, "attempt");
        if (node.fulfilled() || !attempt.fulfilled()) {
            return;
        }
        String end = stopped(machine);
        if (end != null) {
            machine.move(node, attempt.phase, end);
            return;
        }
        machine.say(node, "");
        launch(machine);
    }

    /** RETRY-04: policy, limit, expression, in this order. Asked before any wait: waiting changes none of the answers. */
    private @Nullable String endOfTries(Machine machine, Node attempt) throws TextTree.Unresolvable {
        if (machine.run.nodeCount() >= machine.run.mostNodes) {
            return machine.starter().tooMany();
        }
        if (!plan.policy().covers(attempt.phase, attempt.message)) {
            return attempt.message;
        }
        if (plan.limit() != null && attempts > plan.limit()) {
            return "No more retries left";
        }
        CallScope scope = machine.starter().attemptScope(call, node.name, template, bound, expressionVariables());
        return plan.expressionHolds(scope) ? null : "retryStrategy.expression evaluated to false";
    }

    /** RETRY-06: all strings; {@code retries} is the number of the attempt that has just failed. */
    private Map<String, Object> expressionVariables() {
        Map<String, Object> variables = variables();
        variables.put("retries", Integer.toString(attempts - 1));
        return variables;
    }
}
