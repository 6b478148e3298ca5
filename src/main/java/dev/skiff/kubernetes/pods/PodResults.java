package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.handover.AgentReport;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.pods.PodReader.Over;
import dev.skiff.model.Artifact;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.RunContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings together what an ended pod hands over. */
final class PodResults {
    private final PodServices services;
    private final Task task;
    private final RunContext run;
    private final PodLogs logs;

    PodResults(PodServices services, Task task, RunContext run, PodLogs logs) {
        this.services = services;
        this.task = task;
        this.run = run;
        this.logs = logs;
    }

    /**
     * Never fails: what cannot be had is in the message. A result that no agent has handed over is in the log.
     *
     * @param agent whether there may be one
     */
    CompletableFuture<Ended> collect(PodView pod, Over over, boolean agent) {
        Optional<AgentReport> report = !agent
                ? Optional.empty()
                : pod.container(ArgoPod.MAIN)
                        .filter(PodView.Container::hasEnded)
                        .flatMap(c -> Reports.of(c, pod.report()));
        boolean inLog = task.captureResult()
                && over.exitCode() != null
                && report.map(AgentReport::resultInLog).orElse(true);
        CompletableFuture<@Nullable String> stdout =
                inLog ? logs.tail(ArgoPod.MAIN).thenApply(t -> t) : CompletableFuture.completedFuture(null);
        return logs.finish().thenCompose(_ -> stdout).handle((text, failure) -> {
            Ended end = report.map(r -> reported(over, r)).orElseGet(() -> unreported(pod, over));
            if (failure != null && end.verdict() == Verdict.SUCCEEDED) {
                return ended(over, Verdict.ERROR, unread(KubeProblem.in(failure)), end.results());
            }
            Results of = end.results();
            Results whole = text == null ? of : new Results(of.files(), text, of.artifacts(), of.members());
            return ended(over, end.verdict(), end.message(), whole);
        });
    }

    private static String unread(KubeProblem problem) {
        String why = problem.isForbidden()
                ? Refusal.sentence(problem, "get", "pods/log")
                : String.valueOf(problem.getMessage());
        return "outputs.result cannot be read from the log of the pod: " + why;
    }

    private Ended reported(Over over, AgentReport report) {
        Results of = HandedOver.results(report, saved());
        Results whole = new Results(of.files(), of.stdout(), of.artifacts(), over.members());
        return ended(over, over.verdict(), over.message(), whole);
    }

    private Ended unreported(PodView pod, Over over) {
        Results nothing = new Results(missing(), null, Map.of(), over.members());
        boolean mainEnded =
                pod.container(ArgoPod.MAIN).filter(PodView.Container::hasEnded).isPresent();
        if (PodAgent.hasToReport(task) && mainEnded && over.verdict() == Verdict.SUCCEEDED) {
            return ended(
                    over,
                    Verdict.ERROR,
                    "container main has ended without handing anything over: its termination message is no report of the"
                            + " agent's",
                    nothing);
        }
        return ended(over, over.verdict(), over.message(), nothing);
    }

    /** Of a container that was killed together with its agent. */
    private Map<String, OutputFile> missing() {
        Map<String, OutputFile> files = new LinkedHashMap<>();
        task.outputFiles().keySet().forEach(name -> files.put(name, new OutputFile.Missing()));
        return files;
    }

    /** Output artifact → as the status shows it. What has no place was refused before the pod was made. */
    private Map<String, Artifact> saved() {
        Map<String, Artifact> saved = new LinkedHashMap<>();
        var outputs = task.template().outputs();
        try {
            if (outputs != null) {
                for (Artifact declared : outputs.artifacts()) {
                    saved.put(
                            declared.name(),
                            services.settings()
                                    .placing()
                                    .output(run, task, declared)
                                    .saved());
                }
            }
            if (task.extras().archiveLogs()) {
                saved.put(
                        ArgoPod.MAIN + "-logs",
                        services.settings()
                                .placing()
                                .log(run, task, ArgoPod.MAIN)
                                .saved());
            }
        } catch (ArtifactException e) {
            return saved;
        }
        return saved;
    }

    private static Ended ended(Over over, Verdict verdict, String message, Results results) {
        return new Ended(verdict, over.exitCode(), message, results, over.startedAt(), over.finishedAt());
    }
}
