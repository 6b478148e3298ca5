package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What scenarios cannot show well: sizes, limits, and what an event may cost, counted and not timed. */
class EngineTest {
    private static final String LEAF = """
            - name: ok
              container: {image: busybox, command: ["true"]}
            """;

    private static Play wide(int width) {
        return new Play(Workflows.of("""
                - name: main
                  steps:
                  - - {name: a, template: ok, withSequence: {count: %d}}
                """.formatted(width) + LEAF));
    }

    // PHASE-22
    @Test
    void recursionWithoutAnEndStopsAfterOneHundredLevels() {
        Play play = new Play(Workflows.of("""
                - name: main
                  steps:
                  - - {name: x, template: main}
                """));

        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.FAILED);
        List<NodeStatus> errors = play.run.nodes().stream()
                .filter(n -> n.phase() == NodePhase.ERROR)
                .toList();
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().message()).startsWith("Maximum recursion depth exceeded.");
        assertThat(errors.getFirst().name()).isEqualTo("wf" + "[0].x".repeat(Starter.MAX_DEPTH));
    }

    @Test
    void sixtyFourLevelsOfNestingRun() {
        StringBuilder templates = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            String name = i == 0 ? "main" : "t" + i;
            templates.append("- name: %s\n  steps:\n  - - {name: s, template: %s}\n"
                    .formatted(name, i == 63 ? "ok" : "t" + (i + 1)));
        }
        Play play = new Play(Workflows.of(templates + LEAF));

        play.succeedAll();

        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.SUCCEEDED);
        assertThat(play.started).containsExactly("wf" + "[0].s".repeat(64));
    }

    // NODE-01
    @Test
    void nodesWhoseNamesHaveTheSameHashGetDifferentIds() {
        int width = 100_000;
        Play play = wide(width);

        Set<Long> hashes = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (NodeStatus n : play.run.nodes()) {
            hashes.add(Names.fnv1a32(n.name()));
            ids.add(n.id());
        }

        assertThat(hashes).as("this workflow shows nothing without a collision").hasSizeLessThan(width + 2);
        assertThat(ids).hasSize(width + 2);
    }

    @Test
    void aTaskThatEndsAmongManyTouchesOnlyItself() {
        Play play = wide(5_000);
        String node = play.pending().get(2_500);

        play.running(node);
        play.succeed(node);

        Decision last = play.decisions.getLast();
        assertThat(last.touched()).containsExactly(play.id(node));
        assertThat(last.commands()).isEmpty();
    }

    @Test
    void aChainOfManySkippedStepsIsNoDeepRecursion() {
        StringBuilder steps = new StringBuilder("- name: main\n  steps:\n");
        for (int i = 0; i < 20_000; i++) {
            steps.append("  - - {name: s").append(i).append(", template: ok, when: '1 == 2'}\n");
        }

        Play play = new Play(Workflows.of(steps + LEAF));

        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.SUCCEEDED);
        assertThat(play.started).isEmpty();
    }

    @Test
    void aChainOfManyTasksIsNoDeepRecursion() {
        StringBuilder tasks = new StringBuilder("- name: main\n  dag:\n    tasks:\n");
        for (int i = 0; i < 20_000; i++) {
            tasks.append("    - {name: t").append(i).append(", template: ok");
            tasks.append(i == 0 ? "}\n" : ", dependencies: [t" + (i - 1) + "]}\n");
        }
        Play play = new Play(Workflows.of(tasks + LEAF));

        play.fail("wf.t0", 1);

        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(play.node("wf.t19999").phase()).isEqualTo(NodePhase.OMITTED);
    }

    @Test
    void aNodeEndsWhenItsTaskDidHoweverLateThatIsObserved() {
        Play play = wide(1);
        String node = play.pending().getFirst();
        var ended = play.now().plusSeconds(5);
        play.pass(3600);

        play.send(new Event.TaskObserved(
                play.id(node),
                new TaskState.Ended(TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE, play.now(), ended),
                play.now()));

        assertThat(play.node(node).finishedAt()).isEqualTo(ended);
    }

    @Test
    void nothingHappensToAFinishedRun() {
        Play play = wide(1);
        String node = play.pending().getFirst();
        play.succeed(node);

        play.ask(new Request.Terminate());

        assertThat(play.decisions.getLast()).isSameAs(Decision.NOTHING);
        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.SUCCEEDED);
    }

    @Test
    void aTaskThatIsNotThereAfterARestartIsStartedAgain() {
        Play play = wide(1);
        String node = play.pending().getFirst();

        Decision d = play.send(new Event.TaskObserved(play.id(node), new TaskState.Absent(), play.now()));

        assertThat(d.commands()).containsExactly(new Command.StartTask(play.task(node)));
    }

    // SUBST-01
    @Test
    void aValueCannotChangeTheStructureOfATemplate() {
        Play play = new Play(Workflows.of("""
                - name: main
                  inputs: {parameters: [{name: evil, value: '", "image": "other", "x": "'}]}
                  container: {image: busybox, command: [echo], args: ["{{inputs.parameters.evil}}"]}
                """));

        var container = play.task("wf").template().container();

        assertThat(container.getImage()).isEqualTo("busybox");
        assertThat(container.getArgs()).containsExactly("\", \"image\": \"other\", \"x\": \"");
    }

    @Test
    void aRecursionThatDoublesEndsWhenTheRunHasAsManyNodesAsItMay() {
        Run run = submitted("""
                - name: main
                  steps:
                  - - {name: a, template: main}
                    - {name: b, template: main}
                """);

        assertThat(run.phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(run.nodeCount()).isBetween(1_000, 1_300);
        assertThat(run.nodes())
                .anyMatch(n -> String.valueOf(n.message()).startsWith("the run has more than 1000 nodes"));
    }

    @Test
    void aRetryWithoutALimitThatFailsAtOnceEndsWhenTheRunHasAsManyNodesAsItMay() {
        Run run = submitted("""
                - name: main
                  retryStrategy: {}
                  steps:
                  - - {name: a, template: none}
                """);

        assertThat(run.phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(run.message()).startsWith("the run has more than 1000 nodes");
    }

    private static Run submitted(String templates) {
        Run run = Run.limited(1_000);
        Engine.decide(run, new Event.Submitted(Workflows.of(templates), Workflows.noResources(), Play.START));
        return run;
    }

    @Test
    void whatTheNewKindsOfWorkTouchIsWhatMoves() {
        Play play = new Play(Workflows.of("""
                - name: main
                  steps:
                  - - name: group
                      template: group
                      withSequence: {count: 1000}
                - name: group
                  dag:
                    tasks:
                    - {name: lock, template: lock}
                    - {name: wait, template: wait}
                    - {name: daemon, template: daemon}
                    - {name: set, template: set}
                    - name: hooked
                      template: hooked
                      hooks: {running: {template: ok, expression: 'tasks.hooked.status == "Running"'}}
                - {name: lock, synchronization: {mutexes: [{name: m}]}, container: {image: i, command: [c]}}
                - {name: wait, suspend: {duration: 1h}}
                - {name: daemon, daemon: true, container: {image: i, command: [c]}}
                - {name: set, containerSet: {containers: [{name: main, image: i, command: [c]}]}}
                - {name: hooked, memoize: {key: k, cache: {configMap: {name: c}}}, container: {image: i, command: [c]}}
                """ + LEAF));
        String group = "wf[0].group(500:500)";

        play.locks(group + ".lock", "");
        assertThat(touched(play)).containsExactlyInAnyOrder(group + ".lock");
        play.ready(group + ".daemon");
        assertThat(touched(play)).containsExactlyInAnyOrder(group + ".daemon");
        play.members(group + ".set", "main", NodePhase.RUNNING);
        assertThat(touched(play)).containsExactlyInAnyOrder(group + ".set", group + ".set.main");
        play.cache(group + ".hooked", "");
        play.running(group + ".hooked");
        assertThat(touched(play)).containsExactlyInAnyOrder(group + ".hooked", group + ".hooked.hooks.running");
        play.ask(new Request.Resume(NodeSelector.parse("id=" + play.id(group + ".wait"))));
        assertThat(touched(play)).containsExactlyInAnyOrder(group + ".wait");
    }

    private static List<String> touched(Play play) {
        return play.decisions.getLast().touched().stream()
                .map(id -> play.run.node(id).name())
                .toList();
    }

    /** PHASE-22: one that doubles at each level would have 2^100 nodes. */
    @Test
    void aRecursionThatDoublesIsNotFollowedToItsEnd() {
        Play play = new Play(Workflows.parse("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    steps:
                    - - {name: a, template: main}
                      - {name: b, template: main}
                """));
        assertThat(play.run.finished()).isTrue();
        assertThat(play.run.phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(play.run.nodeCount()).isLessThan(10_000);
    }
}
