package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Artifact;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Outputs;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A run under test: sends events, remembers them with their decisions, knows the clock and what is pending. */
final class Play {
    static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    final Run run;
    final List<Event> events = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<String> started = new ArrayList<>();
    /** What somebody knows who looks only at the nodes that decisions name. */
    private final Map<String, NodeStatus> told = new HashMap<>();

    private Instant now = START;

    Play(
            Workflow workflow,
            Bundle resources,
            List<NodeStatus> originals,
            Consumer<NodeLifecycle.Transition> onTransition) {
        run = Run.create(onTransition);
        send(new Event.Submitted(workflow, resources, originals, now));
    }

    Play(Workflow workflow, Bundle resources, Consumer<NodeLifecycle.Transition> onTransition) {
        this(workflow, resources, List.of(), onTransition);
    }

    Play(Workflow workflow) {
        this(workflow, Workflows.noResources(), t -> {});
    }

    Instant now() {
        return now;
    }

    Decision send(Event event) {
        events.add(event);
        Decision d = Engine.decide(run, event);
        decisions.add(d);
        told.keySet().retainAll(run.nodeIds());
        d.touched().forEach(id -> told.put(id, run.node(id)));
        for (Command c : d.commands()) {
            if (c instanceof Command.StartTask s) {
                started.add(s.task().id().nodeName());
            }
        }
        return d;
    }

    /** It runs; a daemon does not answer yet. */
    void running(String node) {
        send(new Event.TaskObserved(id(node), new TaskState.Running(now, "host", "10.0.0.1", false, Map.of()), now));
    }

    /** Its task is there, and does not run yet. */
    void waiting(String node, String message) {
        send(new Event.TaskObserved(id(node), new TaskState.Pending(message), now));
    }

    void ended(String node, TaskState.Verdict verdict, Integer exitCode, String message, TaskState.Results results) {
        send(new Event.TaskObserved(id(node), new TaskState.Ended(verdict, exitCode, message, results, now, now), now));
    }

    void succeed(String node) {
        ended(node, TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE);
    }

    void succeed(String node, String result, Map<String, String> files) {
        Map<String, TaskState.OutputFile> found = new LinkedHashMap<>();
        files.forEach((name, text) -> found.put(name, new TaskState.OutputFile.Found(text)));
        ended(node, TaskState.Verdict.SUCCEEDED, 0, "", new TaskState.Results(found, result));
    }

    /** The artifact as the template of a pending task declares it (or one of that name), stored under a key. */
    TaskState.OutputArtifact saved(String node, String name, String key) {
        Outputs outputs = task(node).template().outputs();
        Artifact declared = (outputs == null ? List.<Artifact>of() : outputs.artifacts())
                .stream()
                        .filter(a -> a.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> Artifact.builder().name(name).build());
        return new TaskState.OutputArtifact.Saved(
                declared.toBuilder().s3(S3Artifact.ofKey(key)).build());
    }

    void fail(String node, int exitCode) {
        ended(
                node,
                TaskState.Verdict.FAILED,
                exitCode,
                "main: Error (exit code " + exitCode + ")",
                TaskState.Results.NONE);
    }

    void error(String node, String message) {
        ended(node, TaskState.Verdict.ERROR, null, message, TaskState.Results.NONE);
    }

    /** A daemon that answers. */
    void ready(String node) {
        send(new Event.TaskObserved(id(node), new TaskState.Running(now, "host", "10.0.0.1", true, Map.of()), now));
    }

    void members(String node, String container, NodePhase phase) {
        var member = new TaskState.Member(phase, "", null, now, phase.fulfilled() ? now : null);
        send(new Event.TaskObserved(
                id(node), new TaskState.Running(now, "host", "10.0.0.1", true, Map.of(container, member)), now));
    }

    /** The locks of a node, or of the workflow ({@code -}), are granted, or not yet. */
    void locks(String node, String message) {
        String holder = node.equals("-") ? "" : id(node);
        boolean granted = message.isEmpty();
        send(new Event.LocksAnswered(holder, granted, granted ? "" : "default/Mutex/m", message, now));
    }

    /** The cache has an entry with this result, or none. */
    void cache(String node, String result) {
        CacheEntry entry = result.isEmpty()
                ? null
                : new CacheEntry("other", Outputs.builder().result(result).build(), START.minusSeconds(60), START);
        send(new Event.CacheAnswered(id(node), entry, "", now));
    }

    void ask(Request request) {
        send(new Event.Asked(request, now));
    }

    /** Lets time pass; due alarms ring in their order. */
    void pass(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    void pass(Duration time) {
        Instant until = now.plus(time);
        while (true) {
            var due = run.pendingAlarms().entrySet().stream()
                    .filter(e -> !e.getValue().isAfter(until))
                    .min(Comparator.comparing(Map.Entry<String, Instant>::getValue)
                            .thenComparing(Map.Entry::getKey));
            if (due.isEmpty()) {
                break;
            }
            now = due.get().getValue().isAfter(now) ? due.get().getValue() : now;
            send(new Event.AlarmRang(due.get().getKey(), now));
        }
        now = until;
    }

    /** Pending tasks by node name, in the order in which they were started. */
    List<String> pending() {
        return run.pendingTasks().stream().map(t -> t.id().nodeName()).toList();
    }

    Task task(String node) {
        return run.pendingTasks().stream()
                .filter(t -> t.id().nodeName().equals(node))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pending task " + node + "; pending: " + pending()));
    }

    /** Every pending task succeeds, again and again, until nothing is pending. */
    void succeedAll() {
        while (!run.pendingTasks().isEmpty()) {
            pending().forEach(this::succeed);
        }
    }

    String id(String node) {
        return node(node).id();
    }

    NodeStatus node(String name) {
        return run.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node " + name + "; there are: "
                        + run.nodes().stream().map(NodeStatus::name).toList()));
    }

    /** The line of a node as it is now, or that there is none yet. */
    String see(String name) {
        return tree().stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElse("no node " + name);
    }

    /** The run as lines: one a node, sorted by name, then the workflow. */
    List<String> tree() {
        for (NodeStatus node : run.nodes()) {
            assertThat(told.get(node.id())).as(node.name()).isEqualTo(node);
        }
        List<String> lines = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        run.nodes().forEach(n -> names.put(n.id(), n.name()));
        run.nodes().stream().sorted(Comparator.comparing(NodeStatus::name)).forEach(n -> lines.add(line(n, names)));
        Outputs global = run.status().outputs();
        if (global != null) {
            global.artifacts().forEach(a -> lines.add("global " + artifact(a)));
        }
        lines.add("= " + run.phase() + (run.message().isEmpty() ? "" : ": " + named(run.message(), names)) + " "
                + run.progress());
        return lines;
    }

    /** {@code artifact.NAME=PLACE}, then how it is to be found there. */
    static String artifact(Artifact a) {
        String place = a.s3() != null && a.s3().key() != null
                ? "s3:" + a.s3().key()
                : a.http() != null
                        ? a.http().url()
                        : a.raw() != null
                                ? "raw:" + a.raw().data()
                                : a.git() != null ? a.git().repo() : "nowhere";
        return "artifact." + a.name() + "=" + place
                + (a.path() == null ? "" : "@" + a.path())
                + (a.mode() == null ? "" : " mode=" + Integer.toOctalString(a.mode()))
                + (a.archive() == null ? "" : " archived=no")
                + (a.optional() == null ? "" : " optional");
    }

    private static String line(NodeStatus n, Map<String, String> names) {
        StringBuilder line = new StringBuilder(n.name() + " " + n.type() + " " + n.phase());
        if (n.message() != null) {
            line.append(" \"").append(named(n.message(), names)).append('"');
        }
        if (n.nodeFlag() != null) {
            line.append(n.nodeFlag().hooked() != null ? " hooked" : "");
            line.append(n.nodeFlag().retried() != null ? " retried" : "");
        }
        if (n.daemoned() != null) {
            line.append(" daemoned ip=").append(n.podIP());
        }
        if (n.memoizationStatus() != null) {
            line.append(" cache=").append(n.memoizationStatus().hit() ? "hit" : "miss");
        }
        if (n.synchronizationStatus() != null) {
            line.append(" waits-for=").append(n.synchronizationStatus().waiting());
        }
        if (n.inputs() != null) {
            n.inputs().artifacts().forEach(a -> line.append(" in.").append(artifact(a)));
            n.inputs()
                    .parameters()
                    .forEach(p ->
                            line.append(" in.").append(p.name()).append('=').append(p.value()));
        }
        if (n.outputs() != null) {
            n.outputs().artifacts().forEach(a -> line.append(" out.").append(artifact(a)));
            n.outputs()
                    .parameters()
                    .forEach(p ->
                            line.append(" out.").append(p.name()).append('=').append(p.value()));
            if (n.outputs().result() != null) {
                line.append(" result=").append(n.outputs().result());
            }
        }
        if (!n.children().isEmpty()) {
            line.append(" -> ")
                    .append(String.join(
                            ", ", n.children().stream().map(names::get).sorted().toList()));
        }
        if (!n.outboundNodes().isEmpty()) {
            line.append(" => ")
                    .append(String.join(
                            ", ",
                            n.outboundNodes().stream().map(names::get).sorted().toList()));
        }
        return line.toString().replace("\n", "\\n");
    }

    private static String named(String message, Map<String, String> names) {
        String text = message;
        for (var e : names.entrySet()) {
            text = text.replace("'" + e.getKey() + "'", "'" + e.getValue() + "'");
        }
        return text;
    }
}
