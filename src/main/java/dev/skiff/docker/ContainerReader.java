package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ExitCodes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the engine says of containers → what becomes of a task. Pure. */
final class ContainerReader {

    /** Argo's code for a command that cannot be executed (MET-09). */
    static final int NOT_EXECUTABLE = 64;

    /** A kubelet's code for a container that could not be started. */
    static final int NOT_STARTED = 128;

    /** {@code [FATAL tini (7)] exec nosuch failed: No such file or directory}, the init's last words. */
    private static final Pattern INIT_FAILED =
            Pattern.compile("^\\[FATAL [^\\]]*\\] exec (.*) failed: (.*)", Pattern.DOTALL);

    /** In the words of runc, and of crun. */
    private static final Pattern START_FAILED =
            Pattern.compile("exec: .*(executable file not found|no such file or directory|permission denied)"
                    + "|executable file .* not found in");

    private ContainerReader() {}

    /** Where a container is in its life. */
    enum Stage {
        CREATED,
        RUNNING,
        ENDED
    }

    /** @param inspected the answer to an inspection */
    static Stage stage(JsonNode inspected) {
        JsonNode state = inspected.path("State");
        return switch (state.path("Status").asText("")) {
            case "created", "configured", "initialized" ->
                state.path("Error").asText("").isEmpty() ? Stage.CREATED : Stage.ENDED;
            case "running", "paused", "restarting", "stopping" -> Stage.RUNNING;
            default -> state.path("Running").asBoolean() ? Stage.RUNNING : Stage.ENDED;
        };
    }

    /** When it started; null when it never did. */
    static @Nullable Instant startedAt(JsonNode inspected) {
        return instant(inspected.path("State").path("StartedAt").asText(""));
    }

    /** The address by which other containers of the engine reach it, or empty. */
    static String address(JsonNode inspected) {
        JsonNode settings = inspected.path("NetworkSettings");
        String address = settings.path("IPAddress").asText("");
        if (!address.isEmpty()) {
            return address;
        }
        for (JsonNode network : settings.path("Networks")) {
            return network.path("IPAddress").asText("");
        }
        return "";
    }

    /** @param now used when the engine does not say when it ended */
    static ContainerEnd end(JsonNode inspected, Instant now) {
        JsonNode state = inspected.path("State");
        Instant started = startedAt(inspected);
        Instant finished = instant(state.path("FinishedAt").asText(""));
        Instant end = finished == null ? now : finished;
        if (started != null && started.isAfter(end)) {
            started = end; // of a container of a few milliseconds the engine notes the end before the start
        }
        return new ContainerEnd(
                state.path("ExitCode").asInt(255),
                state.path("OOMKilled").asBoolean(),
                started,
                end,
                started == null ? state.path("Error").asText("") : "",
                false);
    }

    /** Everything that the verdict on a task rests on. */
    record Evidence(
            ContainerPlan plan,
            ContainerEnd main,
            String firstErrorWords,
            Map<String, ContainerEnd> sidecars,
            Results results,
            @Nullable StopReason stopped,
            Optional<Duration> activeDeadline) {}

    /** The verdict, with Argo's message (PHASE-04, PHASE-08, PHASE-09). */
    static Ended ended(Evidence e) {
        ContainerEnd main = e.main();
        String unfound = notExecutable(e.plan(), main, e.firstErrorWords());
        if (!unfound.isEmpty()) {
            return of(
                    e,
                    Verdict.FAILED,
                    NOT_EXECUTABLE,
                    ExitCodes.message(ArgoPod.MAIN, NOT_EXECUTABLE) + ": " + unfound);
        }
        if (!main.startError().isEmpty()) {
            return of(e, Verdict.ERROR, null, "main: cannot be started: " + main.startError());
        }
        if (e.stopped() == StopReason.DEADLINE || passedItsDeadline(main, e.activeDeadline())) {
            return of(e, Verdict.FAILED, main.exitCode(), StopReason.DEADLINE_MESSAGE);
        }
        if (main.engineLost() && main.killed() && e.stopped() == null) {
            String message = main.message(ArgoPod.MAIN) + ": the container engine stopped while the step ran";
            return of(e, Verdict.ERROR, main.exitCode(), message);
        }
        if (main.exitCode() != 0) {
            return of(e, Verdict.FAILED, main.exitCode(), main.message(ArgoPod.MAIN));
        }
        String failed = failedSidecar(e.sidecars());
        return failed.isEmpty() ? of(e, Verdict.SUCCEEDED, 0, "") : of(e, Verdict.FAILED, 0, failed);
    }

    /** Why the image's program could not be executed, or empty. */
    static String notExecutable(ContainerPlan plan, ContainerEnd end, String firstErrorWords) {
        Matcher init = INIT_FAILED.matcher(firstErrorWords);
        boolean byInit = (end.exitCode() == 127 || end.exitCode() == 126) && init.find();
        boolean byEngine = START_FAILED.matcher(end.startError()).find();
        if (!byInit && !byEngine) {
            return "";
        }
        String reason = (byInit ? init.group(2) : end.startError()).toLowerCase(Locale.ROOT);
        String command = plan.command().isEmpty() && byInit ? init.group(1) : plan.command();
        String what =
                reason.contains("permission denied") ? "may not be executed (permission denied)" : "was not found";
        return "failed to find name in PATH: the command \"" + command + "\" " + what + " in image \""
                + plan.image().written() + "\"";
    }

    private static boolean passedItsDeadline(ContainerEnd main, Optional<Duration> deadline) {
        Instant started = main.startedAt();
        return main.killed()
                && started != null
                && deadline.filter(d -> !main.finishedAt().isBefore(started.plus(d)))
                        .isPresent();
    }

    /** The message of the first sidecar that failed by itself, or empty (PHASE-09). */
    static String failedSidecar(Map<String, ContainerEnd> sidecars) {
        for (var sidecar : sidecars.entrySet()) {
            ContainerEnd end = sidecar.getValue();
            if (ExitCodes.isFailureOfSidecar(end.exitCode())) {
                return end.message(sidecar.getKey());
            }
        }
        return "";
    }

    private static Ended of(Evidence e, Verdict verdict, @Nullable Integer exitCode, String message) {
        ContainerEnd main = e.main();
        return new Ended(verdict, exitCode, message, e.results(), main.startedAt(), main.finishedAt());
    }

    /** The engine's zero time means never. */
    private static @Nullable Instant instant(String text) {
        if (text.isEmpty() || text.startsWith("0001-01-01")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
