package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Artifact;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every workflow and every order of events. A failure names its seed; {@code -Dskiff.seed=N} plays only that one. */
class EnginePropertyTest {
    private static final int RUNS = Integer.getInteger("skiff.runs", 1500);

    private interface Property {
        void holds(long seed);
    }

    @Test
    void everyRunEndsWithEveryNodeFulfilledAndNoTaskStartedTwice() {
        forAllSeeds(EnginePropertyTest::run);
    }

    @Test
    void aRunThatIsTriedAgainEndsAgainAndRunsNothingTwiceThatItKeeps() {
        forAllSeeds(EnginePropertyTest::retry);
    }

    @Test
    void aRunThatIsRepeatedWithItsMemoryRunsNothingThatSucceeded() {
        forAllSeeds(EnginePropertyTest::memo);
    }

    private static void run(long seed) {
        RandomPlay world = new RandomPlay(seed);
        world.untilTheEnd();
        assertEnded(world);
        assertReplayKeepsEveryRule(world.play);
    }

    private static void retry(long seed) {
        RandomPlay world = new RandomPlay(seed);
        world.untilTheEnd();
        for (int again = 0; again < 2; again++) {
            List<NodeStatus> before = world.play.run.nodes();
            if (world.retry()) {
                assertEnded(world);
                assertNothingKeptIsStarted(world, before);
            }
        }
        assertReplayKeepsEveryRule(world.play);
    }

    private static void memo(long seed) {
        RandomPlay first = new RandomPlay(seed);
        first.untilTheEnd();
        List<NodeStatus> originals = first.play.run.nodes();
        Workflow workflow = Workflows.parse(RandomPlay.yaml(seed));
        workflow.metadata().setName("other");
        RandomPlay second = new RandomPlay(seed, workflow, originals);
        second.untilTheEnd();

        assertEnded(second);
        Set<String> succeeded = originals.stream()
                .filter(n -> n.phase() == NodePhase.SUCCEEDED && isTask(n))
                .filter(n -> n.nodeFlag() == null || n.nodeFlag().hooked() == null)
                .filter(n -> !n.name().startsWith("wf.onExit"))
                .map(n -> "other" + n.name().substring("wf".length()))
                .collect(Collectors.toSet());
        assertThat(second.play.started).filteredOn(succeeded::contains).isEmpty();
        assertReplayKeepsEveryRule(second.play);
    }

    private static void forAllSeeds(Property property) {
        Long only = Long.getLong("skiff.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            try {
                property.holds(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + RandomWorkflow.yaml(seed), e);
            }
        }
    }

    private static boolean isTask(NodeStatus n) {
        return n.type() == NodeType.POD || n.type() == NodeType.HTTP;
    }

    private static void assertEnded(RandomPlay world) {
        Run run = world.play.run;
        for (NodeStatus n : run.nodes()) {
            assertThat(n.phase().fulfilled()).as(n.name() + " is " + n.phase()).isTrue();
            assertThat(n.finishedAt()).as(n.name()).isNotNull();
            assertThat(n.daemoned()).as(n.name()).isNull();
        }
        assertThat(run.pendingTasks()).isEmpty();
        assertThat(run.pendingAlarms()).isEmpty();
        assertThat(run.activePods).isEmpty();
        assertThat(run.activeRequests).isEmpty();
        assertThat(run.suspendedNodes).isEmpty();
        assertThat(run.held).isEmpty();
        assertThat(run.passed).isEmpty();
        assertThat(run.declaredOutputs).isEmpty();
        assertThat(world.locksAsked).as("asked for, never given or taken back").isEmpty();
        assertThat(world.locksHeld).as("never given back").isEmpty();
        assertTreeHoldsTogether(world.play);
    }

    /** RETRYWF-02: what succeeded and does not follow a failure is not run again. */
    private static void assertNothingKeptIsStarted(RandomPlay world, List<NodeStatus> before) {
        Event asked = world.play.events.get(world.begin);
        if (((Request.Retry) ((Event.Asked) asked).request()).restartSuccessful()) {
            return;
        }
        Set<String> followers = followersOfFailures(before);
        Set<String> started = new HashSet<>();
        for (int i = world.begin; i < world.play.decisions.size(); i++) {
            started.addAll(RandomPlay.started(world.play.decisions.get(i)));
        }
        for (NodeStatus n : before) {
            if (isTask(n)
                    && n.phase() == NodePhase.SUCCEEDED
                    && !followers.contains(n.id())
                    && !n.name().contains(".onExit")
                    && !n.name().contains(".hooks.")) {
                assertThat(started).as(n.name() + " succeeded").doesNotContain(n.id());
            }
        }
    }

    private static Set<String> followersOfFailures(List<NodeStatus> nodes) {
        Map<String, NodeStatus> byId = new HashMap<>();
        nodes.forEach(n -> byId.put(n.id(), n));
        Deque<NodeStatus> open = new ArrayDeque<>();
        nodes.stream()
                .filter(n -> n.phase().failedOrError() && n.type() != NodeType.STEPS && n.type() != NodeType.DAG)
                .filter(n -> n.type() != NodeType.RETRY && n.type() != NodeType.STEP_GROUP)
                .forEach(open::add);
        Set<String> followers = new HashSet<>();
        while (!open.isEmpty()) {
            NodeStatus n = open.poll();
            if (followers.add(n.id())) {
                n.children().forEach(c -> open.add(byId.get(c)));
            }
        }
        return followers;
    }

    /** The same events once more give the same; on the way each decision is held against the rules, and each event comes twice. */
    private static void assertReplayKeepsEveryRule(Play play) {
        Run run = Run.create();
        Set<String> started = new HashSet<>();
        boolean ended = false;
        for (int i = 0; i < play.events.size(); i++) {
            Event event = play.events.get(i);
            boolean wasFinished = run.finished();
            boolean wasSuspended = run.suspended() && run.nodeCount() > 0;
            int nodes = run.nodeCount();
            Decision d = Engine.decide(run, event);
            assertThat(d).as("event " + i).isEqualTo(play.decisions.get(i));
            if (wasSuspended && run.suspended() && !isRetry(event)) {
                assertThat(run.nodeCount())
                        .as("new nodes while suspended, event " + i)
                        .isEqualTo(nodes);
            }
            Long room = run.spec == null ? null : run.spec().parallelism();
            assertThat((long) run.activePods.size())
                    .as("pods at once, event " + i)
                    .isLessThanOrEqualTo(room == null ? Long.MAX_VALUE : room);
            if (wasFinished && isRetry(event) && d != Decision.NOTHING) {
                ended = false;
                started.clear();
            }
            if (!isAbsence(event)) {
                assertThat(RandomPlay.started(d).stream().filter(id -> !started.add(id)))
                        .as("started twice, event " + i)
                        .isEmpty();
            }
            d.commands().forEach(EnginePropertyTest::assertHasTheArtifactsThatItNeeds);
            boolean finishes = d.commands().stream().anyMatch(c -> c instanceof Command.Finish);
            assertThat(ended && finishes).as("ends twice, event " + i).isFalse();
            ended |= finishes;
            if (maySafelyRepeat(event)) {
                assertThat(Engine.decide(run, event).commands())
                        .as("a second time: " + event)
                        .isEmpty();
            }
        }
        assertThat(ended).isTrue();
        assertThat(run.nodes()).isEqualTo(play.run.nodes());
    }

    /** Requests that choose nodes may find others the second time; a task that is absent twice is started twice. */
    private static boolean maySafelyRepeat(Event event) {
        return !isAbsence(event)
                && !(event instanceof Event.Asked a
                        && (a.request() instanceof Request.Resume
                                || a.request() instanceof Request.SetNodes
                                || a.request() instanceof Request.StopNodes
                                || a.request() instanceof Request.Retry));
    }

    private static boolean isRetry(Event event) {
        return event instanceof Event.Asked a && a.request() instanceof Request.Retry;
    }

    private static boolean isAbsence(Event event) {
        return event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Absent;
    }

    private static void assertHasTheArtifactsThatItNeeds(Command command) {
        if (command instanceof Command.StartTask s && s.task().template().inputs() != null) {
            for (Artifact a : s.task().template().inputs().artifacts()) {
                assertThat(Boolean.TRUE.equals(a.optional()) || ArtifactPlaces.known(a))
                        .as(s + " lacks " + a)
                        .isTrue();
                assertThat(a.path()).as(s.toString()).isEqualTo("/i");
            }
        }
    }

    /** Every node but the root and the exit handler is somebody's child; ids are unique. */
    private static void assertTreeHoldsTogether(Play play) {
        Set<String> ids = new HashSet<>();
        Set<String> children = new HashSet<>();
        for (NodeStatus n : play.run.nodes()) {
            assertThat(ids.add(n.id())).isTrue();
            children.addAll(n.children());
        }
        assertThat(ids).containsAll(children);
        String root = play.run.workflow().metadata().getName();
        for (NodeStatus n : play.run.nodes()) {
            if (!n.name().equals(root) && !n.name().equals(root + ".onExit")) {
                assertThat(children).as(n.name() + " hangs nowhere").contains(n.id());
            }
        }
    }
}
