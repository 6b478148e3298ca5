package dev.skiff.agent;

import dev.skiff.artifact.Limits;
import dev.skiff.artifact.PlacedArtifacts;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Membership;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.model.Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One container's life: inputs, the command, outputs, the report. */
final class Attempt {
    private final AgentPlan plan;
    private final Map<String, String> environment;
    private final List<String> words;
    private final Signals signals;
    private final Scratch scratch;
    private final PlacedArtifacts artifacts;
    private final Delivery delivery;

    private @Nullable Tail tail;
    private @Nullable CombinedLog log;

    /** @param words the user's command; empty for {@link #stage} alone */
    Attempt(AgentPlan plan, Map<String, String> environment, List<String> words) {
        this.plan = plan;
        this.environment = environment;
        this.words = words;
        this.signals = new Signals(this::endEarly);
        this.delivery = new Delivery(plan.report());
        List<Path> outputs = paths(plan.outputs());
        this.scratch = new Scratch(
                environment,
                outputs,
                Stream.concat(paths(plan.inputs()).stream(), outputs.stream()).toList());
        this.artifacts = new PlacedArtifacts(
                new PlannedSecrets(plan.secrets(), environment), Limits.USUAL, Duration.ofSeconds(1));
    }

    private static List<Path> paths(List<Artifact> artifacts) {
        List<Path> paths = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            if (artifact.path() != null) {
                paths.add(Path.of(artifact.path()));
            }
        }
        return paths;
    }

    /** @return what the container exits with */
    int run() throws InterruptedException {
        signals.install();
        int exitCode;
        try (scratch) {
            exitCode = commandAndOutputs();
        }
        return tellMembers(exitCode);
    }

    /** Only puts the inputs in place, for containers that start later. Leaves a report when it cannot. */
    int stage() throws InterruptedException {
        signals.install();
        try (scratch) {
            trust();
            new Staging(artifacts, scratch).stage(plan.inputs());
            return 0;
        } catch (AgentFailure e) {
            return failed(e);
        }
    }

    private int failed(AgentFailure e) throws InterruptedException {
        Say.line(e.sentence());
        String trouble = delivery.deliver(AgentReport.failed(e.kind(), e.sentence()));
        if (!trouble.isEmpty()) {
            Say.line(trouble);
        }
        return e.exitCode();
    }

    private int commandAndOutputs() throws InterruptedException {
        int exitCode;
        try {
            prepare();
            exitCode = execute();
        } catch (AgentFailure e) {
            return failed(e);
        }
        signals.over();
        AgentReport report = collect(exitCode);
        String trouble = delivery.deliver(report);
        if (!trouble.isEmpty()) {
            Say.line(trouble);
        }
        boolean lost =
                !trouble.isEmpty() || report.artifacts().values().stream().anyMatch(Saving.Unsaved.class::isInstance);
        return exitCode == 0 && lost ? Codes.NOT_HANDED_OVER : exitCode;
    }

    private void prepare() throws AgentFailure, InterruptedException {
        Membership set = plan.set();
        if (set != null) {
            try {
                new Members(set).awaitDependencies();
            } catch (IOException e) {
                throw new AgentFailure(
                        Kind.AGENT, Codes.NOT_PREPARED, "the other containers cannot be waited for: " + Words.of(e));
            }
        }
        trust();
        new Staging(artifacts, scratch).stage(plan.inputs());
        if (plan.captureResult()) {
            tail = new Tail();
        }
        if (plan.logs() != null) {
            try {
                log = new CombinedLog(scratch.fresh());
            } catch (IOException e) {
                throw new AgentFailure(
                        Kind.AGENT, Codes.NOT_PREPARED, "the log cannot be kept for the archive: " + Words.of(e));
            }
        }
    }

    /** The authorities that the container's image or its owner names, as most programs take them. */
    private void trust() throws AgentFailure {
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        boolean asks = !plan.inputs().isEmpty() || !plan.outputs().isEmpty() || plan.logs() != null;
        if (file.isEmpty() || !asks) {
            return;
        }
        try {
            PlacedArtifacts.trust(Path.of(file));
        } catch (ArtifactException e) {
            throw new AgentFailure(Kind.AGENT, Codes.NOT_PREPARED, "SSL_CERT_FILE is of no use: " + e.getMessage());
        }
    }

    /** As often as the plan says, until it succeeds (RETRY-20). */
    private int execute() throws AgentFailure, InterruptedException {
        List<OutputStream> fromStdout = Stream.<@Nullable OutputStream>of(tail, log)
                .<OutputStream>mapMulti((s, to) -> {
                    if (s != null) {
                        to.accept(s);
                    }
                })
                .toList();
        List<OutputStream> fromStderr = log == null ? List.of() : List.of(log);
        UserCommand command = new UserCommand(words, environment, signals, fromStdout, fromStderr);
        Membership set = plan.set();
        int executions = set == null ? 1 : set.executions();
        for (int execution = 1; ; execution++) {
            int exitCode = command.run();
            if (exitCode == 0 || execution >= executions || signals.isStopped()) {
                return exitCode;
            }
            Thread.sleep(set == null ? 0 : set.pauseMillis());
        }
    }

    /** Also after a failure: what a step has written before it failed is handed over (OUT-15). */
    private AgentReport collect(int exitCode) {
        OutputFiles files = new OutputFiles(plan.maxOutputBytes());
        String result = tail == null ? null : tail.text();
        if (result != null) {
            files.count(result);
        }
        Map<String, OutputFile> parameters = files.read(plan.parameters());
        Map<String, Saving> saved = new Saver(artifacts, scratch).save(plan.outputs(), plan.logs(), log);
        return new AgentReport(exitCode, parameters, result, saved, null, false);
    }

    /** Another member may wait for this one to end, however it does. */
    private int tellMembers(int exitCode) {
        Membership set = plan.set();
        if (set == null) {
            return exitCode;
        }
        try {
            new Members(set).ended(exitCode);
            return exitCode;
        } catch (IOException e) {
            Say.line("the other containers cannot be told that this one has ended: " + Words.of(e));
            return exitCode == 0 ? Codes.NOT_HANDED_OVER : exitCode;
        }
    }

    /** Whatever is on its way is left where it is: the container ends with the agent. */
    private void endEarly() {
        try {
            delivery.deliver(AgentReport.failed(Kind.STOPPED, "ended before the command was started"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(tellMembers(Codes.TERMINATED));
    }
}
