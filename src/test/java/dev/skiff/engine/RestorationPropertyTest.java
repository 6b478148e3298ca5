package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A run is restored from a status that was written at some moment of a random play. A failure names its seed;
 * {@code -Dskiff.seed=N} plays only that one.
 */
class RestorationPropertyTest {
    private static final int RUNS = Integer.getInteger("skiff.runs", 700);

    private interface Property {
        void holds(long seed) throws JsonProcessingException;
    }

    @Test
    void aRunThatIsRestoredIsWhereItWasAndEndsAsIfNothingHadHappened() {
        forAllSeeds(RestorationPropertyTest::restoredExactly);
    }

    @Test
    void whateverTheOrderWithinASecondWasNothingThatHasEndedRunsAgain() {
        forAllSeeds(RestorationPropertyTest::restoredSafely);
    }

    private static void forAllSeeds(Property property) {
        Long only = Long.getLong("skiff.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            try {
                property.holds(seed);
            } catch (AssertionError | RuntimeException | JsonProcessingException e) {
                throw new AssertionError("seed " + seed + "\n" + RandomPlay.yaml(seed), e);
            }
        }
    }

    private static void restoredExactly(long seed) throws JsonProcessingException {
        RandomPlay world = RandomPlay.slow(seed);
        world.untilTheEnd();
        List<Event> events = world.play.events;
        int point = 1 + new Random(seed).nextInt(events.size());
        Run before = replay(events.subList(0, point));
        Workflow recorded = throughJson(workflow(before));
        Run after = Run.create();
        Decision decision = Engine.decide(
                after,
                new Event.Restored(
                        recorded,
                        RandomPlay.resources(seed),
                        events.get(point - 1).at()));

        assertSame(described(recorded), described(after), "restored after event " + (point - 1));
        assertNothingEndedIsStarted(decision, recorded);
        assertThat(after.orphans()).isEmpty();
        goOn(after, decision, events, point);
        assertSame(phases(world.play.run), phases(after), "at the end");
        assertThat(after.phase()).isEqualTo(world.play.run.phase());
    }

    private static void restoredSafely(long seed) throws JsonProcessingException {
        RandomPlay world = new RandomPlay(seed);
        world.untilTheEnd();
        List<Event> events = world.play.events;
        int point = 1 + new Random(seed).nextInt(events.size());
        Workflow recorded = throughJson(workflow(replay(events.subList(0, point))));
        Run after = Run.create();
        Decision decision = Engine.decide(
                after,
                new Event.Restored(
                        recorded,
                        RandomPlay.resources(seed),
                        events.get(point - 1).at()));
        assertNothingEndedIsStarted(decision, recorded);
        goOn(after, decision, events, point);
        Map<String, String> ended = new TreeMap<>();
        recorded.status().nodes().values().stream()
                .filter(RestorationPropertyTest::isTask)
                .filter(Recorded::ended)
                .forEach(n -> ended.put(n.name(), n.phase() + " " + n.outputs()));
        for (NodeStatus n : after.nodes()) {
            String then = ended.get(n.name());
            if (then != null) {
                assertThat(n.phase() + " " + n.outputs()).as(n.name()).isEqualTo(then);
            }
        }
    }

    private static void assertSame(Map<String, String> expected, Map<String, String> actual, String when) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            if (!Objects.equals(expected.get(name), actual.get(name))) {
                differences.add("'" + name + "'\n  was " + expected.get(name) + "\n  is  " + actual.get(name));
            }
        }
        assertThat(differences).as(when).isEmpty();
    }

    private static Run replay(List<Event> events) {
        Run run = Run.create();
        events.forEach(e -> Engine.decide(run, e));
        return run;
    }

    /** As a controller writes it. */
    private static Workflow workflow(Run run) {
        Workflow w = run.workflow();
        return w.toBuilder()
                .spec(w.spec().toBuilder()
                        .suspend(run.suspended() ? true : null)
                        .shutdown(run.shutdown())
                        .build())
                .status(run.status())
                .build();
    }

    private static Workflow throughJson(Workflow workflow) throws JsonProcessingException {
        return ModelMapper.lenient().readValue(ModelMapper.strict().writeValueAsString(workflow), Workflow.class);
    }

    private static boolean isTask(NodeStatus n) {
        return n.type() == NodeType.POD || n.type() == NodeType.HTTP || n.type() == NodeType.SUSPEND;
    }

    private static void assertNothingEndedIsStarted(Decision decision, Workflow recorded) {
        Set<String> stopped = new HashSet<>();
        for (Command c : decision.commands()) {
            if (c instanceof Command.StopTask s) {
                stopped.add(s.nodeId());
            }
        }
        for (String id : RandomPlay.started(decision)) {
            NodeStatus n = recorded.status().nodes().get(id);
            assertThat(n != null && Recorded.ended(n) && !stopped.contains(id))
                    .as(id + " has ended")
                    .isFalse();
        }
    }

    private static String json(Object value) {
        return ModelMapper.strict().valueToTree(value).toString();
    }

    private static Map<String, String> phases(Run run) {
        Map<String, String> phases = new TreeMap<>();
        run.nodes().forEach(n -> phases.put(n.name(), n.phase().text()));
        return phases;
    }

    private static Map<String, String> described(Run run) throws JsonProcessingException {
        return described(throughJson(workflow(run)));
    }

    private static Map<String, String> described(Workflow workflow) {
        Map<String, String> nodes = new TreeMap<>();
        for (NodeStatus n : workflow.status().nodes().values()) {
            nodes.put(
                    n.name(),
                    String.join(
                            " ",
                            n.id(),
                            n.type().text(),
                            String.valueOf(n.phase()),
                            String.valueOf(n.message()),
                            n.startedAt() + "-" + n.finishedAt(),
                            n.outputs() == null ? "-" : json(n.outputs()),
                            String.valueOf(new LinkedHashSet<>(
                                    n.children().stream().sorted().toList())),
                            String.valueOf(n.daemoned()),
                            String.valueOf(n.memoizationStatus()),
                            String.valueOf(n.synchronizationStatus()),
                            String.valueOf(n.nodeFlag())));
        }
        nodes.put(
                "",
                workflow.status().phase() + " " + workflow.status().message() + " "
                        + workflow.status().startedAt() + " "
                        + workflow.status().finishedAt() + " "
                        + workflow.status().progress() + " "
                        // which of the two came first cannot be told
                        + (workflow.spec().shutdown() == null ? workflow.spec().suspend() : "") + " "
                        + workflow.spec().shutdown());
        return nodes;
    }

    /** What the world does after that, as it did it to the run that was not interrupted. */
    private static void goOn(Run run, Decision decision, List<Event> events, int point) {
        Run before = replay(events.subList(0, point));
        for (Command c : decision.commands()) {
            if (c instanceof Command.LookUpCache l
                    && !Set.copyOf(before.held.keySet()).contains(l.nodeId())) {
                Engine.decide(
                        run,
                        new Event.CacheAnswered(
                                l.nodeId(), null, "", events.get(point - 1).at()));
            }
        }
        Instant now = events.get(point - 1).at();
        for (Map.Entry<String, Instant> alarm : run.pendingAlarms().entrySet()) {
            if (!before.pendingAlarms().containsKey(alarm.getKey())
                    && !alarm.getValue().isAfter(now)) {
                Engine.decide(run, new Event.AlarmRang(alarm.getKey(), now));
            }
        }
        for (Event event : events.subList(point, events.size())) {
            Event again = again(run, event);
            if (again != null) {
                Engine.decide(run, again);
            }
        }
    }

    private static Event again(Run run, Event event) {
        if (event instanceof Event.AlarmRang a) {
            Instant due = run.pendingAlarms().get(a.alarm());
            return due == null || due.isBefore(a.at()) ? a : new Event.AlarmRang(a.alarm(), due);
        }
        boolean absent = event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Absent;
        return absent ? null : event;
    }
}
