package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.NodePhase;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.WorkflowPhase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of nodes when tasks are observed, when time is up, when somebody says stop; and the end of the run. */
final class Outcomes {
    static final String DEADLINE = Command.StopReason.STEP_DEADLINE_MESSAGE;
    private static final String DELETED = "pod deleted";
    private static final Outputs NO_OUTPUTS = Outputs.builder().build();

    private Outcomes() {}

    static void observed(Machine machine, Node node, TaskState state) {
        switch (state) {
            case TaskState.Pending p -> {
                if (node.phase == NodePhase.PENDING) {
                    machine.say(node, p.message());
                }
            }
            case TaskState.Running r -> {
                if (node.phase == NodePhase.PENDING) {
                    machine.run.alarms.remove(PodStart.PENDING_ALARM + node.id);
                    node.host = r.host();
                    node.ip = r.ip();
                    machine.move(node, NodePhase.RUNNING, "");
                }
                Members.observed(machine, node, r.members());
                if (r.ready() && Daemons.is(node)) {
                    node.ip = r.ip().isEmpty() ? node.ip : r.ip();
                    Daemons.ready(machine, node);
                }
            }
            case TaskState.Ended e -> ended(machine, node, e);
            case TaskState.Absent a -> {
                Task task = machine.run.tasks.get(node.id);
                if (machine.run.restored && isGone(node, task)) {
                    inactive(machine, node);
                    machine.move(node, NodePhase.ERROR, DELETED);
                    Members.end(machine, node);
                } else if (task != null) {
                    machine.commands.add(new Command.StartTask(task));
                }
            }
        }
    }

    /** PHASE-06: a pod that ran is not run a second time; one that nobody has seen running is simply made again. */
    private static boolean isGone(Node node, @Nullable Task task) {
        return task != null && task.kind() == Task.Kind.POD && node.phase == NodePhase.RUNNING && !node.daemoned;
    }

    private static void ended(Machine machine, Node node, TaskState.Ended end) {
        String exitCode = end.exitCode() == null ? null : end.exitCode().toString();
        Outputs declared = declaredOutputs(machine, node);
        List<Parameter> parameters = new ArrayList<>();
        String problem = parameters(declared.parameters(), end, parameters);
        List<Artifact> artifacts = new ArrayList<>();
        String wrong = ArtifactOutcomes.collect(declared.artifacts(), end.results(), artifacts);
        problem = problem == null ? wrong : problem;
        String result = end.results().stdout();
        node.outputs = new NodeOutputs(
                artifacts.isEmpty() ? List.of() : artifacts,
                parameters.isEmpty() ? List.of() : parameters,
                result == null ? null : withoutNewline(result),
                exitCode);
        inactive(machine, node);
        node.host = node.host.isEmpty() ? end.host() : node.host;
        Usage.add(machine.run, node, end.resourcesDuration());
        Members.observed(machine, node, end.results().members());
        boolean told = node.daemoned;
        switch (end.verdict()) {
            case SUCCEEDED -> {
                if (problem == null) {
                    // DAEMON-04: a daemon has no business ending
                    machine.move(node, Daemons.is(node) ? NodePhase.FAILED : NodePhase.SUCCEEDED, "");
                } else {
                    machine.move(node, NodePhase.ERROR, problem);
                }
            }
            case FAILED -> machine.move(node, NodePhase.FAILED, end.message());
            case ERROR -> machine.move(node, NodePhase.ERROR, end.message());
        }
        // when the task ended, which after a restart may be long before it was observed
        node.finishedAt = end.finishedAt().isBefore(node.startedAt) ? node.startedAt : end.finishedAt();
        Members.end(machine, node);
        if (told) {
            machine.unannounce(node);
        }
        export(machine, node);
    }

    /** As declared, with tags resolved. */
    private static Outputs declaredOutputs(Machine machine, Node node) {
        Outputs resolved = machine.run.declaredOutputs.get(node.id);
        Outputs written = Machine.present(node.template, "template").template.outputs();
        return resolved != null ? resolved : written != null ? written : NO_OUTPUTS;
    }

    /** OUT-01, OUT-02, OUT-15: what was written, else the default; the first that is wrong is returned as a sentence. */
    private static @Nullable String parameters(List<Parameter> outputs, TaskState.Ended end, List<Parameter> into) {
        String problem = null;
        for (Parameter declared : outputs) {
            ValueFrom from = declared.valueFrom();
            String path = from == null ? null : source(from);
            if (from == null || path == null) {
                into.add(declared);
                continue;
            }
            String otherwise = from.defaultValue();
            String value =
                    switch (end.results().files().get(declared.name())) {
                        case TaskState.OutputFile.Found f -> withoutNewline(f.text());
                        case TaskState.OutputFile.Missing m -> otherwise;
                        case TaskState.OutputFile.Unreadable u -> {
                            problem = problem == null ? unreadable(declared.name(), path, u.why()) : problem;
                            yield null;
                        }
                        case null -> otherwise;
                    };
            if (value != null) {
                into.add(declared.toBuilder().value(value).build());
            } else if (problem == null) {
                problem = "output parameter '" + declared.name() + "': the step did not write " + path
                        + "; write the file, or give valueFrom.default";
            }
        }
        return problem;
    }

    /** Where a pod's output comes from: a file, or a field of the object that a resource template handled (OUT-16). */
    private static @Nullable String source(ValueFrom from) {
        if (from.path() != null) {
            return from.path();
        }
        return from.jsonPath() != null ? from.jsonPath() : from.jqFilter();
    }

    private static String unreadable(String name, String path, String why) {
        return "output parameter '" + name + "' cannot be read from " + path + ": " + why;
    }

    private static String withoutNewline(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    static void inactive(Machine machine, Node node) {
        node.active = false;
        machine.run.activePods.remove(node);
        machine.run.activeRequests.remove(node);
        machine.run.tasks.remove(node.id);
        machine.run.declaredOutputs.remove(node.id);
        machine.run.alarms.remove(PodStart.TIMEOUT_ALARM + node.id);
        machine.run.alarms.remove(PodStart.PENDING_ALARM + node.id);
    }

    /** Steps and tasks of the template have done what they should: it has its outputs now, unless they cannot be had. */
    static void succeed(Machine machine, Node node, CompiledTemplate template, CallScope scope) {
        try {
            List<Parameter> parameters = machine.resolver().outputs(template, scope);
            List<Artifact> artifacts = ArtifactResolver.outputs(template, scope);
            if (!parameters.isEmpty() || !artifacts.isEmpty()) {
                node.outputs = new NodeOutputs(artifacts, parameters, null, null);
                export(machine, node);
            }
            machine.move(node, NodePhase.SUCCEEDED, "");
        } catch (TextTree.Unresolvable e) {
            machine.move(node, NodePhase.ERROR, e.text());
        }
    }

    /** OUT-08: outputs with a globalName belong to the workflow, too. */
    static void export(Machine machine, Node node) {
        for (Parameter p : node.outputs.parameters()) {
            if (p.globalName() != null && p.value() != null) {
                machine.run.outputs.put(p.globalName(), p.value());
                machine.globals().output(p.globalName(), p.value());
            }
        }
        for (Artifact a : node.outputs.artifacts()) {
            if (a.globalName() != null) {
                machine.globals().output(a.globalName(), machine.run.outputs.put(a.globalName(), a));
            }
        }
    }

    /** TIME-06: a task that still waits is failed at once; a running one is ended, and says so itself. */
    static void timedOut(Machine machine, Node node) {
        if (node.phase == NodePhase.PENDING) {
            machine.commands.add(new Command.StopTask(node.id, Command.StopReason.SHUTDOWN));
            inactive(machine, node);
            machine.move(node, NodePhase.FAILED, "timeout");
            Members.end(machine, node);
        } else if (node.phase == NodePhase.RUNNING) {
            machine.commands.add(new Command.StopTask(node.id, Command.StopReason.DEADLINE));
        }
    }

    /** STOP-01, TIME-01: running and waiting tasks fail now; exit handlers go on unless everything is terminated. */
    static void endTasks(Machine machine, String why, boolean exitHandlersToo) {
        Shutdown shutdown = machine.run.shutdown;
        String whyWaiting = shutdown == null ? why : "Stopped with strategy '" + shutdown.text + "'";
        for (Node node : List.copyOf(machine.run.activePods)) {
            if (isSpared(machine, node, exitHandlersToo)) {
                continue;
            }
            if (node.daemoned) {
                // STOP-05: it has done what it was there for
                Daemons.end(machine, List.of(node));
            } else {
                stop(machine, node, why);
                Members.end(machine, node);
            }
        }
        for (Node node : List.copyOf(machine.run.activeRequests)) {
            if (!isSpared(machine, node, exitHandlersToo)) {
                stop(machine, node, whyWaiting);
            }
        }
        for (Node node : List.copyOf(machine.run.suspendedNodes)) {
            if (!isSpared(machine, node, exitHandlersToo)) {
                Suspensions.end(machine, node, NodePhase.FAILED, whyWaiting);
            }
        }
        Gate.endAll(machine, whyWaiting, exitHandlersToo);
        for (String alarm : List.copyOf(machine.run.alarms.keySet())) {
            Node node = alarm.startsWith(RetryFrame.ALARM)
                    ? machine.run.nodes.get(alarm.substring(RetryFrame.ALARM.length()))
                    : null;
            if (node != null && node.frame instanceof RetryFrame retry) {
                machine.run.alarms.remove(alarm);
                retry.afterWaiting(machine);
            }
        }
    }

    /** Whether the node goes on although the run is ended: an exit handler (EXIT-13), or what an earlier life of the run has spared. */
    static boolean isSpared(Machine machine, Node node, boolean exitHandlersToo) {
        return (!exitHandlersToo && node.partOfExitHandler())
                || (machine.run.recorded != null && machine.run.recorded.isSpared(node));
    }

    private static void stop(Machine machine, Node node, String why) {
        machine.commands.add(new Command.StopTask(node.id, Command.StopReason.SHUTDOWN));
        inactive(machine, node);
        machine.move(node, NodePhase.FAILED, why);
    }

    static void finish(Machine machine, WorkflowPhase phase, String message) {
        Run run = machine.run;
        Daemons.end(machine, run.rootDaemons);
        run.phase = phase;
        run.message = message;
        run.finishedAt = machine.at;
        run.alarms.clear();
        run.postponed.clear();
        run.postponedInside.clear();
        machine.commands.add(new Command.Finish(phase.text(), message));
    }

    /** The template that a call names, when that can be told without running it; null otherwise. */
    static @Nullable CompiledTemplate calledTemplate(Call call, CallScope scope) {
        return scope.called(call.callee());
    }
}
