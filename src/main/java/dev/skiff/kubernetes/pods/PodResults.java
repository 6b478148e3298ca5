package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.pods.PodReader.Over;
import dev.skiff.pod.ArgoPod;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings together what an ended pod hands over. */
final class PodResults {
    private final PodServices services;
    private final Task task;
    private final PodLogs logs;

    PodResults(PodServices services, Task task, PodLogs logs) {
        this.services = services;
        this.task = task;
        this.logs = logs;
    }

    /** Never fails: what cannot be had is in the message. */
    CompletableFuture<Ended> collect(Over over) {
        boolean wantsOutput = task.captureResult() && over.exitCode() != null;
        CompletableFuture<@Nullable String> stdout =
                wantsOutput ? logs.tail(ArgoPod.MAIN).thenApply(t -> t) : CompletableFuture.completedFuture(null);
        return logs.finish().thenCompose(_ -> stdout).handle((text, failure) -> {
            if (failure == null) {
                return ended(over, over.verdict(), over.message(), text);
            }
            if (over.verdict() != Verdict.SUCCEEDED) {
                return ended(over, over.verdict(), over.message(), null);
            }
            KubeProblem problem = KubeProblem.in(failure);
            String why = problem.isForbidden()
                    ? Refusal.sentence(problem, "get", "pods/log")
                    : String.valueOf(problem.getMessage());
            return ended(over, Verdict.ERROR, "outputs.result cannot be read from the log of the pod: " + why, null);
        });
    }

    private Ended ended(Over over, Verdict verdict, String message, @Nullable String stdout) {
        return new Ended(
                verdict,
                over.exitCode(),
                message,
                new Results(Map.of(), stdout, Map.of(), over.members()),
                over.startedAt(),
                over.finishedAt());
    }
}
