package dev.skiff.runtime;

import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.model.MalformedStatus;
import dev.skiff.port.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a run to where it was: what is recorded of it through the same engine, commands not carried out but remembered. */
final class Recovery {
    private final Run run;
    private final Map<String, Task> started = new LinkedHashMap<>();
    private final Map<String, Command.StopTask> stopped = new LinkedHashMap<>();
    private final Map<String, Command> locks = new LinkedHashMap<>();
    private final Map<String, Command> lookUps = new LinkedHashMap<>();
    private boolean recorded;

    private Recovery(Run run) {
        this.run = run;
    }

    /**
     * Brings a run to which nothing has happened yet to where it was: from its journal, or from its last status.
     *
     * @throws MalformedStatus when a status cannot be gone on from
     */
    static Recovery of(RunRecord record, Run run, Instant now) {
        Recovery recovery = new Recovery(run);
        Optional<RunRecord.Snapshot> snapshot = record.snapshot();
        if (snapshot.isPresent()) {
            recovery.take(
                    new Event.Restored(snapshot.get().workflow(), snapshot.get().resources(), now));
        } else {
            record.replay(recovery::take);
        }
        return recovery;
    }

    private void take(Event event) {
        recorded = true;
        if (event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Ended) {
            started.remove(o.nodeId());
            stopped.remove(o.nodeId());
        }
        if (event instanceof Event.CacheAnswered c) {
            lookUps.remove(c.nodeId());
        }
        Decision decision = Engine.decide(run, event);
        for (Command command : decision.commands()) {
            switch (command) {
                case Command.StartTask start -> started.put(start.task().nodeId(), start.task());
                case Command.StopTask stop -> stopped.put(stop.nodeId(), stop);
                case Command.SetAlarm alarm -> {}
                case Command.AcquireLocks wanted -> locks.put(wanted.holder(), wanted);
                case Command.ReleaseLocks done -> locks.remove(done.holder());
                case Command.LookUpCache wanted -> lookUps.put(wanted.nodeId(), wanted);
                // at worst the last one is lost, and what it was to keep is made once more
                case Command.SaveCache save -> {}
                case Command.Finish finish -> {
                    // what is left of a run that has ended is cleaned up; it may go on once more all the same
                    started.clear();
                    stopped.clear();
                    locks.clear();
                    lookUps.clear();
                }
            }
        }
    }

    /** Whether anything was recorded at all. */
    boolean recorded() {
        return recorded;
    }

    /** Tasks whose end was not recorded; they may be running, or have ended meanwhile, or never have been started. */
    List<Task> unended() {
        return new ArrayList<>(started.values());
    }

    /** Of these, the ones that were to be stopped. */
    List<Command.StopTask> stopping() {
        return stopped.values().stream()
                .filter(stop -> started.containsKey(stop.nodeId()))
                .toList();
    }

    /** What was asked and has to be asked again: for locks, be they held or waited for, and what no cache has answered. */
    List<Command> unanswered() {
        List<Command> all = new ArrayList<>(locks.values());
        all.addAll(lookUps.values());
        return all;
    }
}
