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
     * Never fails: what cannot be had is in the message.
     *
     * @param agent whether an agent hands over
     */
    CompletableFuture<Ended> collect(PodView pod, Over over, boolean agent) {
        if (agent) {
            return logs.finish().thenApply(_ -> reported(pod, over));
        }
        boolean wantsOutput = task.captureResult() && over.exitCode() != null;
        CompletableFuture<@Nullable String> stdout =
                wantsOutput ? logs.tail(ArgoPod.MAIN).thenApply(t -> t) : CompletableFuture.completedFuture(null);
        return logs.finish().thenCompose(_ -> stdout).handle((text, failure) -> {
            Results results = new Results(Map.of(), text, Map.of(), over.members());
            if (failure == null || over.verdict() != Verdict.SUCCEEDED) {
                return ended(over, over.verdict(), over.message(), results);
            }
            KubeProblem problem = KubeProblem.in(failure);
            String why = problem.isForbidden()
                    ? Refusal.sentence(problem, "get", "pods/log")
                    : String.valueOf(problem.getMessage());
            return ended(over, Verdict.ERROR, "outputs.result cannot be read from the log of the pod: " + why, results);
        });
    }

    private Ended reported(PodView pod, Over over) {
        Optional<PodView.Container> main = pod.container(ArgoPod.MAIN).filter(PodView.Container::hasEnded);
        Optional<AgentReport> report = main.flatMap(c -> Reports.of(c, pod.report()));
        if (report.isPresent()) {
            Results of = HandedOver.results(report.get(), saved());
            Results whole = new Results(of.files(), of.stdout(), of.artifacts(), over.members());
            return ended(over, over.verdict(), over.message(), whole);
        }
        Results nothing = new Results(missing(), null, Map.of(), over.members());
        if (main.isPresent() && over.verdict() == Verdict.SUCCEEDED) {
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
