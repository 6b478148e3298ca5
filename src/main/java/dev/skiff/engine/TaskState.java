package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.NodePhase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an executor can say of a task, in the order in which it usually says it. Steps may be left out, and may repeat. */
public sealed interface TaskState {

    /** Accepted but not running yet; {@code message} says what it waits for ("Pulling image …", "ImagePullBackOff: …"), or is empty. */
    record Pending(String message) implements TaskState {

        /** Asked for each version of a pod: the one that records have is interpreted in a native executable, at many times the cost. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pending(String its) && message.equals(its);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }
    }

    /**
     * The main container runs.
     *
     * @param host where, or empty
     * @param ip address by which other tasks reach it, or empty
     * @param ready whether every container says that it is ready: without a readiness probe as soon as it runs (DAEMON-01)
     * @param members the containers of a containerSet by name; empty for other templates
     */
    record Running(Instant startedAt, String host, String ip, boolean ready, Map<String, Member> members)
            implements TaskState {
        public Running {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public Running(Instant startedAt, String host, String ip) {
            this(startedAt, host, ip, true, Map.of());
        }
    }

    /**
     * The main container has ended, its outputs have been read, sidecars are gone.
     *
     * @param verdict from the exit code: FAILED when the user's code failed, ERROR when the infrastructure did (PHASE-04)
     * @param exitCode of the main container; null when it never started
     * @param message empty on success, else as Argo says it: {@code main: Error (exit code 1)} (PHASE-08)
     * @param startedAt when the main container started; null when it never did
     * @param host where it was, for those that were never seen to run; or empty
     * @param resourcesDuration what its containers had reserved, in seconds, by the name of the resource (MET-04); empty when it is not known
     */
    record Ended(
            Verdict verdict,
            @Nullable Integer exitCode,
            String message,
            Results results,
            @Nullable Instant startedAt,
            Instant finishedAt,
            String host,
            Map<String, Long> resourcesDuration)
            implements TaskState {

        public Ended {
            resourcesDuration = Collections.unmodifiableMap(new LinkedHashMap<>(resourcesDuration));
        }

        public Ended(
                Verdict verdict,
                @Nullable Integer exitCode,
                String message,
                Results results,
                @Nullable Instant startedAt,
                Instant finishedAt) {
            this(verdict, exitCode, message, results, startedAt, finishedAt, "", Map.of());
        }

        /** The same end, at a place that is known. */
        public Ended at(String place, Map<String, Long> used) {
            return new Ended(verdict, exitCode, message, results, startedAt, finishedAt, place, used);
        }
    }

    /** The executor knows no such task (asked after a restart): it has to be started (again). */
    record Absent() implements TaskState {}

    enum Verdict {
        SUCCEEDED,
        FAILED,
        ERROR
    }

    /**
     * One container of a containerSet.
     *
     * @param phase Pending, Running, Succeeded, Failed or Error
     * @param message empty on success, else as Argo says it
     * @param exitCode null before its end
     */
    record Member(
            NodePhase phase,
            String message,
            @Nullable Integer exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        /** Whole seconds, as a status shows them. */
        public Member {
            startedAt = startedAt == null ? null : startedAt.truncatedTo(ChronoUnit.SECONDS);
            finishedAt = finishedAt == null ? null : finishedAt.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * What a finished task handed over, as read; the engine applies the rules (one trailing newline, defaults, missing files).
     *
     * @param files output parameter name → what was found at its path; empty when the task declares none
     * @param stdout the main container's standard output when {@link Task#captureResult()}, at most its last 256 KiB (OUT-05); the body of
     *     an HTTP response, the JSON of a data template; else null
     * @param artifacts output artifact name → what became of it; archived logs are among them as {@code main-logs}
     * @param members the containers of a containerSet by name; empty for other templates
     */
    record Results(
            Map<String, OutputFile> files,
            @Nullable String stdout,
            Map<String, OutputArtifact> artifacts,
            Map<String, Member> members) {
        public static final Results NONE = new Results(Map.of(), null);

        public Results {
            files = Map.copyOf(files);
            artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public Results(Map<String, OutputFile> files, @Nullable String stdout) {
            this(files, stdout, Map.of(), Map.of());
        }
    }

    /** What became of one output artifact. */
    sealed interface OutputArtifact {
        /** Stored: the declared artifact with the place where it lies now. */
        record Saved(Artifact artifact) implements OutputArtifact {}

        /** Nothing is at its path. */
        record Missing() implements OutputArtifact {}

        /** There, but it could not be stored; {@code why} is a sentence for the user. */
        record Unsaved(String why) implements OutputArtifact {}
    }

    /** What was found at the path of one output parameter. */
    sealed interface OutputFile {
        /** The whole text, untouched. */
        record Found(String text) implements OutputFile {}

        record Missing() implements OutputFile {}

        /** There, but not readable as a value: too large, a directory, not UTF-8; {@code why} is a sentence for the user. */
        record Unreadable(String why) implements OutputFile {}
    }
}
