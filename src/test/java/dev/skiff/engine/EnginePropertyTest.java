package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Artifact;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.S3Artifact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every workflow and every order of events. A failure names its seed; {@code -Dskiff.seed=N} plays only that one. */
class EnginePropertyTest {
    private static final int RUNS = Integer.getInteger("skiff.runs", 1500);
    private static final int MAX_EVENTS = 20_000;

    @Test
    void everyRunEndsWithEveryNodeFulfilledAndNoTaskStartedTwice() {
        Long only = Long.getLong("skiff.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            try {
                check(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + RandomWorkflow.yaml(seed), e);
            }
        }
    }

    private static void check(long seed) {
        Play play = new Play(Workflows.parse(RandomWorkflow.yaml(seed)));
        Random random = new Random(seed * 31);
        int steps = 0;
        while (!play.run.finished()) {
            assertThat(steps++).as("events").isLessThan(MAX_EVENTS);
            step(play, random);
        }
        for (NodeStatus n : play.run.nodes()) {
            assertThat(n.phase().fulfilled()).as(n.name() + " is " + n.phase()).isTrue();
            assertThat(n.finishedAt()).as(n.name()).isNotNull();
        }
        assertThat(play.run.pendingTasks()).isEmpty();
        assertThat(play.run.activePods).isEmpty();
        assertNoTaskStartedTwice(play);
        assertTasksHaveTheArtifactsThatTheyNeed(play);
        assertOneFinish(play);
        assertReplayIsTheSame(play);
        assertTreeHoldsTogether(play);
    }

    /** Something happens: a task moves, an alarm rings, an event comes twice or late, somebody says stop. */
    private static void step(Play play, Random random) {
        List<Task> pending = new ArrayList<>(play.run.pendingTasks());
        int what = random.nextInt(100);
        if (what == 0) {
            play.ask(random.nextBoolean() ? new Request.Stop() : new Request.Terminate());
        } else if (what < 5) {
            play.send(play.events.get(random.nextInt(play.events.size())));
        } else if (what < 15 || pending.isEmpty()) {
            play.pass(1 + random.nextInt(5));
        } else {
            Task task = pending.get(random.nextInt(pending.size()));
            Instant now = play.now();
            TaskState state =
                    switch (random.nextInt(6)) {
                        case 0 -> new TaskState.Pending("Pulling image");
                        case 1 -> new TaskState.Running(now, "h", "");
                        case 2 -> ended(TaskState.Verdict.FAILED, 1, random, now);
                        case 3 -> ended(TaskState.Verdict.ERROR, null, random, now);
                        default -> ended(TaskState.Verdict.SUCCEEDED, 0, random, now);
                    };
            play.send(new Event.TaskObserved(task.nodeId(), state, now));
        }
    }

    private static TaskState ended(TaskState.Verdict verdict, Integer code, Random random, Instant now) {
        String message = verdict == TaskState.Verdict.SUCCEEDED ? "" : "main: Error (exit code 1)";
        Artifact stored = Artifact.builder().name("o").s3(S3Artifact.ofKey("k")).build();
        TaskState.OutputArtifact output =
                switch (random.nextInt(8)) {
                    case 0 -> new TaskState.OutputArtifact.Missing();
                    case 1 -> new TaskState.OutputArtifact.Unsaved("disk is full");
                    default -> new TaskState.OutputArtifact.Saved(stored);
                };
        TaskState.Results results = new TaskState.Results(Map.of(), null, Map.of("o", output), Map.of());
        return new TaskState.Ended(verdict, code, message, results, now, now);
    }

    private static void assertNoTaskStartedTwice(Play play) {
        Set<String> seen = new HashSet<>();
        for (Decision d : play.decisions) {
            for (Command c : d.commands()) {
                if (c instanceof Command.StartTask s) {
                    assertThat(seen.add(s.task().nodeId()))
                            .as("started twice: " + s)
                            .isTrue();
                }
            }
        }
    }

    private static void assertTasksHaveTheArtifactsThatTheyNeed(Play play) {
        for (Decision d : play.decisions) {
            for (Command c : d.commands()) {
                if (c instanceof Command.StartTask s) {
                    for (Artifact a : s.task().template().inputs().artifacts()) {
                        assertThat(Boolean.TRUE.equals(a.optional()) || ArtifactPlaces.known(a))
                                .as(s + " lacks " + a)
                                .isTrue();
                        assertThat(a.path()).as(s.toString()).isEqualTo("/i");
                    }
                }
            }
        }
    }

    private static void assertOneFinish(Play play) {
        long finishes = play.decisions.stream()
                .flatMap(d -> d.commands().stream())
                .filter(c -> c instanceof Command.Finish)
                .count();
        assertThat(finishes).isEqualTo(1);
    }

    private static void assertReplayIsTheSame(Play play) {
        Run again = Run.create();
        for (int i = 0; i < play.events.size(); i++) {
            assertThat(Engine.decide(again, play.events.get(i))).isEqualTo(play.decisions.get(i));
        }
        assertThat(again.nodes()).isEqualTo(play.run.nodes());
    }

    /** Every node but the root, the exit handler and hooks' own is somebody's child; ids are unique. */
    private static void assertTreeHoldsTogether(Play play) {
        Set<String> ids = new HashSet<>();
        Set<String> children = new HashSet<>();
        for (NodeStatus n : play.run.nodes()) {
            assertThat(ids.add(n.id())).isTrue();
            children.addAll(n.children());
        }
        assertThat(ids).containsAll(children);
        for (NodeStatus n : play.run.nodes()) {
            if (!n.name().equals("wf") && !n.name().equals("wf.onExit")) {
                assertThat(children).as(n.name() + " hangs nowhere").contains(n.id());
            }
        }
    }
}
