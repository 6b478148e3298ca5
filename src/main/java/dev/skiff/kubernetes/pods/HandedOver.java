package dev.skiff.kubernetes.pods;

import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Failure;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.model.Artifact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent's report means to the engine. */
final class HandedOver {
    private HandedOver() {}

    /**
     * How a container ended whose agent has reported.
     *
     * @param exitCode of the user's command; of the container when the command was never started
     * @param message empty on success
     */
    record Ending(Verdict verdict, int exitCode, String message) {}

    /**
     * @param report not {@link AgentReport#posted}: the one that was posted
     * @param saved output artifact → as the status shows it when it has been stored; {@code main-logs} is one of them
     */
    static Results results(AgentReport report, Map<String, Artifact> saved) {
        Map<String, OutputArtifact> artifacts = new LinkedHashMap<>();
        report.artifacts().forEach((name, saving) -> {
            OutputArtifact outcome = outcome(saving, saved.get(name));
            if (outcome != null) {
                artifacts.put(name, outcome);
            }
        });
        return new Results(report.parameters(), report.result(), artifacts, Map.of());
    }

    /** Nothing for an artifact that the template does not have: a report is written by the user's container. */
    private static @Nullable OutputArtifact outcome(Saving saving, @Nullable Artifact artifact) {
        if (artifact == null) {
            return null;
        }
        return switch (saving) {
            case Saving.Saved _ -> new OutputArtifact.Saved(artifact);
            case Saving.Missing _ -> new OutputArtifact.Missing();
            case Saving.Unsaved unsaved -> new OutputArtifact.Unsaved(unsaved.why());
        };
    }

    /**
     * What the report says of the end: the user's command decides, unless the agent could not do its part. Then the node is an Error, as it
     * is when Argo's init or wait container fails (PHASE-04), except for a command that cannot be started: that is the user's, and has the code and the words of Argo's executor (MET-09).
     *
     * @param container its name
     * @param exitCode of the container, as the kubelet has it
     * @return empty when the container's own exit code is all there is to say
     */
    static Optional<Ending> ending(AgentReport report, String container, int exitCode) {
        Failure failure = report.failure();
        Integer own = report.exitCode();
        if (failure != null) {
            boolean unfound = failure.kind() == Kind.COMMAND_NOT_FOUND || failure.kind() == Kind.COMMAND_NOT_EXECUTABLE;
            int shown = unfound ? PodReader.NOT_EXECUTABLE : exitCode;
            int code = own == null ? shown : own;
            String words = unfound ? "failed to find name in PATH: " + failure.message() : failure.message();
            String message = "%s: Error (exit code %d): %s".formatted(container, shown, words);
            return Optional.of(new Ending(verdict(failure, own), code, message));
        }
        if (own != null && own == 0 && exitCode != 0) {
            // an output could not be stored: the engine finds that in the results, and says which
            return Optional.of(new Ending(Verdict.SUCCEEDED, 0, ""));
        }
        return Optional.empty();
    }

    private static Verdict verdict(Failure failure, @Nullable Integer exitCode) {
        if (exitCode != null && exitCode != 0) {
            return Verdict.FAILED;
        }
        return switch (failure.kind()) {
            case COMMAND_NOT_FOUND, COMMAND_NOT_EXECUTABLE, STOPPED, DEPENDENCY -> Verdict.FAILED;
            case PLAN, INPUT_MISSING, INPUT_UNUSABLE, INPUT_UNAVAILABLE, OUTPUTS_TOO_LARGE, REPORT, AGENT ->
                Verdict.ERROR;
        };
    }
}
