package dev.skiff.rehearsal;

import dev.skiff.engine.TaskState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a task does when it is played.
 *
 * @param duration from its start to its end; null for a task that runs until it is stopped, as a daemon does
 * @param message as {@link TaskState.Ended} has it
 */
public record Answer(
        @Nullable Duration duration,
        TaskState.Verdict verdict,
        @Nullable Integer exitCode,
        String message,
        TaskState.Results results) {}
