package dev.skiff.bench;

import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Run;
import dev.skiff.engine.TaskState;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays the shell and an executor in which every task runs and succeeds at once: what is left is the engine. */
final class EngineDriver {
    private static final Bundle NOTHING_ELSE = new Bundle(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Deque<String> started = new ArrayDeque<>();
    private @Nullable String phase;
    private long millis;

    /** From submission to the last event: two events a leaf (running, ended). Returns the finished run. */
    static Run play(Workflow workflow) {
        return new EngineDriver().run(workflow);
    }

    private Run run(Workflow workflow) {
        Run run = Run.create();
        carryOut(Engine.decide(run, new Event.Submitted(workflow, NOTHING_ELSE, now())));
        while (!started.isEmpty()) {
            String node = started.removeFirst();
            Instant at = now();
            carryOut(Engine.decide(run, new Event.TaskObserved(node, new TaskState.Running(at, "here", ""), at)));
            Instant end = now();
            var ended = new TaskState.Ended(TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE, at, end);
            carryOut(Engine.decide(run, new Event.TaskObserved(node, ended, end)));
        }
        if (!"Succeeded".equals(phase)) {
            throw new IllegalStateException("the run ended " + phase);
        }
        return run;
    }

    private void carryOut(Decision decision) {
        for (Command command : decision.commands()) {
            switch (command) {
                case Command.StartTask start -> started.add(start.task().nodeId());
                case Command.Finish finish -> phase = finish.phase();
                case Command.StopTask other -> throw unexpected(other);
                case Command.SetAlarm other -> throw unexpected(other);
                case Command.AcquireLocks other -> throw unexpected(other);
                case Command.ReleaseLocks other -> throw unexpected(other);
                case Command.LookUpCache other -> throw unexpected(other);
                case Command.SaveCache other -> throw unexpected(other);
            }
        }
    }

    private static IllegalStateException unexpected(Command command) {
        return new IllegalStateException("not a command of these workflows: " + command);
    }

    private Instant now() {
        millis += 1;
        return START.plusMillis(millis);
    }
}
