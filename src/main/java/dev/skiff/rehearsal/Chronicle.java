package dev.skiff.rehearsal;

import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The recorded events of a run, decided about once more, with what each decision made of the nodes. Nothing is carried out. */
public final class Chronicle {
    final Run run = Run.create();
    private final Map<String, List<Entry>> history = new HashMap<>();
    private final Map<String, Task> tasks = new HashMap<>();
    private final Map<String, String> locks = new HashMap<>();
    private @Nullable Instant suspendedSince;
    private @Nullable Instant last;

    /** What a node was from an instant on. */
    public record Entry(Instant at, @Nullable NodePhase phase, String message) {}

    /** Takes in the next event. */
    public void take(Event event) {
        last = event.at();
        Decision decision = Engine.decide(run, event);
        for (Command command : decision.commands()) {
            switch (command) {
                case Command.StartTask start -> tasks.put(start.task().nodeId(), start.task());
                case Command.ReleaseLocks release -> locks.remove(release.holder());
                case Command.StopTask s -> {}
                case Command.SetAlarm s -> {}
                case Command.AcquireLocks a -> {}
                case Command.LookUpCache l -> {}
                case Command.SaveCache s -> {}
                case Command.Finish f -> {}
            }
        }
        note(event);
        for (String id : decision.touched()) {
            NodeStatus node = run.node(id);
            List<Entry> entries = history.computeIfAbsent(id, i -> new ArrayList<>(2));
            String message = node.message() == null ? "" : node.message();
            Entry before = entries.isEmpty() ? null : entries.getLast();
            if (before == null
                    || before.phase() != node.phase()
                    || !before.message().equals(message)) {
                entries.add(new Entry(event.at(), node.phase(), message));
            }
        }
    }

    private void note(Event event) {
        switch (event) {
            case Event.LocksAnswered l -> {
                if (l.granted()) {
                    locks.remove(l.holder());
                } else {
                    locks.put(l.holder(), l.message());
                }
            }
            case Event.Asked a -> {
                if (a.request() instanceof Request.Suspend) {
                    suspendedSince = a.at();
                } else if (a.request() instanceof Request.Unsuspend
                        || (a.request() instanceof Request.Resume r && r.nodes().isAll())) {
                    suspendedSince = null;
                }
            }
            case Event.Submitted s -> {
                if (Boolean.TRUE.equals(s.workflow().spec().suspend())) {
                    suspendedSince = s.at();
                }
            }
            case Event.Restored r -> {
                if (Boolean.TRUE.equals(r.workflow().spec().suspend())) {
                    suspendedSince = r.at();
                }
            }
            case Event.TaskObserved o -> {}
            case Event.AlarmRang r -> {}
            case Event.CacheAnswered c -> {}
        }
    }

    /** Whether anything was recorded. */
    public boolean isEmpty() {
        return last == null;
    }

    String name() {
        return run.workflow().metadata().getName();
    }

    Instant last() {
        return Objects.requireNonNull(last);
    }

    List<Entry> history(String nodeId) {
        return history.getOrDefault(nodeId, List.of());
    }

    @Nullable
    Task task(String nodeId) {
        return tasks.get(nodeId);
    }

    /** The message of a lock that the node waits for; empty when it waits for none. The empty id is the workflow. */
    String lock(String nodeId) {
        return locks.getOrDefault(nodeId, "");
    }

    /** Null while the run is not suspended. */
    @Nullable
    Instant suspendedSince() {
        return run.suspended() ? suspendedSince : null; // stopping, or trying again, ends it as well
    }
}
