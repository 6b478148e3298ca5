package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.RandomPlay;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A run of a random play that has failed is retried through its object, and restored from it as a controller does: it goes on, and what
 * succeeded does not run again (RETRYWF-02). A failure names its seed; {@code -Dskiff.seed=N} plays only that one.
 */
class RetryPropertyTest {
    private static final int RUNS = Integer.getInteger("skiff.runs", 400);
    private static final Request.Retry PLAIN = new Request.Retry(false, NodeSelector.ALL, Map.of());

    @Test
    void whatSucceededIsKeptAndTheRestRunsAgain() throws JsonProcessingException {
        Long only = Long.getLong("skiff.seed");
        int retried = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            try {
                retried += retried(seed) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(retried).isGreaterThan(only == null ? RUNS / 5 : -1);
    }

    private static boolean retried(long seed) throws JsonProcessingException {
        List<Event> events = RandomPlay.events(seed);
        Run ended = Run.create();
        int at = 0;
        while (at < events.size() && !ended.finished()) {
            Engine.decide(ended, events.get(at++));
        }
        if (ended.phase() != WorkflowPhase.FAILED && ended.phase() != WorkflowPhase.ERROR) {
            return false;
        }
        Instant now = events.get(at - 1).at().plusSeconds(60);
        Workflow recorded = throughTheObject(ended, now);
        Run again = Run.create();
        Decision decision = Engine.decide(
                again, new Event.Restored(recorded, ((Event.Submitted) events.getFirst()).resources(), now));

        Set<String> kept = succeeded(recorded.status().nodes().values());
        decision.commands().forEach(c -> {
            if (c instanceof Command.StopTask t) {
                kept.remove(again.node(t.nodeId()).name()); // a daemon, which is told once more to end
            }
        });
        assertThat(started(decision).stream().filter(kept::contains))
                .as("started again")
                .isEmpty();
        if (isOfItsMoment(ended)) {
            return true;
        }
        Decision byTheEngine = Engine.decide(ended, new Event.Asked(PLAIN, now));
        assertThat(new KindWorld(again, now).play(decision))
                .as("run again, as on a laptop, where the engine itself retries the run")
                .isEqualTo(new KindWorld(ended, now).play(byTheEngine));
        return true;
    }

    /**
     * Whether it depends on when things happened what runs again: a cache was asked, a value was looked for that may be there by now, a
     * daemon has to be there for what comes after it.
     */
    private static boolean isOfItsMoment(Run ended) {
        boolean daemons = ended.workflow().spec().templates().stream().anyMatch(t -> Boolean.TRUE.equals(t.daemon()));
        return daemons
                || ended.nodes().stream()
                        .anyMatch(n -> n.memoizationStatus() != null
                                || String.valueOf(n.message()).contains("Unable to resolve"));
    }

    /** As the service writes it and the API server merges it. */
    private static Workflow throughTheObject(Run ended, Instant now) throws JsonProcessingException {
        Workflow whole = ended.workflow().toBuilder()
                .spec(ended.workflow().spec().toBuilder()
                        .suspend(null)
                        .shutdown(ended.shutdown())
                        .build())
                .status(ended.status())
                .build();
        ObjectNode object = ModelMapper.strict().valueToTree(whole);
        WorkflowEdit edit = new WorkflowEdit(object.deepCopy());
        Retry.write(edit, PLAIN, now);
        WorkflowEdit.merge(object, edit.patch());
        return ModelMapper.lenient().treeToValue(object, Workflow.class);
    }

    private static Set<String> succeeded(Iterable<NodeStatus> nodes) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(n -> {
            boolean leaf = n.type() == NodeType.POD || n.type() == NodeType.HTTP || n.type() == NodeType.SUSPEND;
            if (leaf && n.phase() == NodePhase.SUCCEEDED) {
                names.add(n.name());
            }
        });
        return names;
    }

    private static Set<String> started(Decision decision) {
        return decision.commands().stream()
                .filter(Command.StartTask.class::isInstance)
                .map(c -> ((Command.StartTask) c).task().id().nodeName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Everything succeeds at once, every lock is free, and nobody is waited for. */
    private static final class KindWorld {
        private static final int PATIENCE = 5_000;
        private final Run run;
        private final Deque<Event> events = new ArrayDeque<>();
        private final Set<String> names = new TreeSet<>();
        private final Set<String> daemons = new HashSet<>();
        private Instant now;

        KindWorld(Run run, Instant now) {
            this.run = run;
            this.now = now;
        }

        /** @return the names of the nodes whose tasks were started */
        Set<String> play(Decision first) {
            look(first);
            for (int n = 0; n < PATIENCE && !run.finished(); n++) {
                if (events.isEmpty()) {
                    waitFor();
                }
                look(Engine.decide(run, events.remove()));
            }
            return names;
        }

        private void waitFor() {
            Map.Entry<String, Instant> alarm = run.pendingAlarms().entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElse(null);
            if (run.suspended() || !run.waitingNodes().isEmpty()) {
                events.add(new Event.Asked(new Request.Resume(NodeSelector.ALL), now));
                run.waitingNodes()
                        .forEach(n -> events.add(new Event.Asked(
                                new Request.SetNodes(NodeSelector.parse("id=" + n.id()), "Succeeded", "", Map.of()),
                                now)));
            } else if (alarm != null) {
                now = alarm.getValue().isAfter(now) ? alarm.getValue() : now;
                events.add(new Event.AlarmRang(alarm.getKey(), now));
            } else {
                events.add(new Event.Asked(new Request.Terminate(), now));
            }
        }

        private void look(Decision decision) {
            for (Command command : decision.commands()) {
                switch (command) {
                    case Command.StartTask s -> begin(s.task());
                    case Command.StopTask s -> end(s.nodeId());
                    case Command.AcquireLocks a -> events.add(new Event.LocksAnswered(a.holder(), true, "", "", now));
                    case Command.LookUpCache l -> events.add(new Event.CacheAnswered(l.nodeId(), null, "", now));
                    default -> {}
                }
            }
        }

        private void begin(Task task) {
            String name = task.id().nodeName();
            if (!name.contains(".hooks.") && !name.contains(".onExit")) {
                names.add(name); // when hooks run depends on what is seen of the node that they are of
            }
            if (Boolean.TRUE.equals(task.template().daemon())) {
                daemons.add(task.id().nodeId());
                events.add(new Event.TaskObserved(
                        task.id().nodeId(), new TaskState.Running(now, "host", "10.0.0.1", true, Map.of()), now));
            } else {
                end(task.id().nodeId());
            }
        }

        private void end(String node) {
            events.add(new Event.TaskObserved(
                    node,
                    new TaskState.Ended(TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE, now, now),
                    now));
        }
    }
}
