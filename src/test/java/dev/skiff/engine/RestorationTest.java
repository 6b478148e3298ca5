package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.model.Bundle;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Runs that go on from their status, as an hour passes in which nobody drives them. */
class RestorationTest {
    private static final Instant NOW = Play.START.plus(Duration.ofHours(1));
    private static final String LEAF = "- {name: leaf, container: {image: busybox, command: [echo]}}\n";

    @Test
    void aPodThatIsNotRecordedBeginsNowAndNotInThePast() throws JsonProcessingException {
        Play before = new Play(Workflows.of("""
                - name: main
                  steps: [[{name: a, template: leaf}], [{name: b, template: timed}]]
                - {name: timed, timeout: 10s, container: {image: busybox, command: [echo]}}
                """ + LEAF));
        before.succeed("wf[0].a");
        Run run = restored(before, without("wf[1].b"));

        assertThat(run.node(id(run, "wf[1].b")).startedAt()).isEqualTo(NOW);
        assertThat(run.pendingAlarms()).containsValue(NOW.plusSeconds(10)).hasSize(1);
    }

    @Test
    void aRetryThatWaitsGoesOnWaiting() throws JsonProcessingException {
        Play before = new Play(Workflows.of("""
                - name: main
                  retryStrategy: {limit: 2, backoff: {duration: 2h}}
                  container: {image: busybox, command: [echo]}
                """));
        before.fail("wf(0)", 1);
        Run run = restored(before, UnaryOperator.identity());

        assertThat(run.node("wf").message()).isEqualTo("Backoff for 2 hours");
        assertThat(run.pendingTasks()).isEmpty();
        assertThat(run.pendingAlarms()).containsExactly(Map.entry("retry:wf", Play.START.plus(Duration.ofHours(2))));
    }

    /** As {@code argo retry} edits it: the failed node is gone, everything around it runs again, and began just now. */
    @Test
    void anEditedStatusRunsAgainWhatIsGoneFromIt() throws JsonProcessingException {
        Play before = new Play(Workflows.of("""
                - name: main
                  steps: [[{name: a, template: leaf}, {name: b, template: leaf}], [{name: c, template: leaf}]]
                """ + LEAF));
        before.succeed("wf[0].a");
        before.fail("wf[0].b", 1);
        assertThat(before.run.finished()).isTrue();
        Run run = restored(before, w -> {
            Map<String, NodeStatus> nodes = new LinkedHashMap<>();
            w.status().nodes().forEach((id, n) -> {
                if (n.phase() != NodePhase.FAILED
                        || n.name().equals("wf")
                        || n.name().equals("wf[0]")) {
                    boolean again = n.phase() == NodePhase.FAILED;
                    nodes.put(
                            id,
                            again
                                    ? n.toBuilder()
                                            .phase(NodePhase.RUNNING)
                                            .message(null)
                                            .finishedAt(null)
                                            .build()
                                    : n);
                }
            });
            return w.toBuilder()
                    .status(w.status().toBuilder()
                            .phase(dev.skiff.model.WorkflowPhase.RUNNING)
                            .message(null)
                            .startedAt(NOW)
                            .finishedAt(null)
                            .nodes(nodes)
                            .build())
                    .build();
        });

        assertThat(pending(run)).containsExactly("wf[0].b");
        assertThat(run.node(id(run, "wf[0].a")).phase()).isEqualTo(NodePhase.SUCCEEDED);
    }

    /** It is recorded to have begun, though a step before it could not: it had to wait for room, and then there was some. */
    @Test
    void aStepThatBeganBesideOneThatCouldNotBeginsAgain() throws JsonProcessingException {
        String group = """
                - name: main
                  steps: [[{name: a, template: leaf}, {name: b, template: B}, {name: c, template: leaf}]]
                - {name: wrong, suspend: {duration: soon}}
                """ + LEAF;
        Play before = new Play(Workflows.of(group.replace("B", "wrong")));
        Map<String, NodeStatus> nodes = new LinkedHashMap<>(status(new Play(Workflows.of(group.replace("B", "leaf"))))
                .status()
                .nodes());
        Workflow recorded = status(before);
        nodes.putAll(recorded.status().nodes());
        Run run = Run.create();
        Engine.decide(
                run,
                new Event.Restored(
                        recorded.toBuilder()
                                .status(recorded.status().toBuilder()
                                        .nodes(nodes)
                                        .build())
                                .build(),
                        Workflows.noResources(),
                        NOW));

        assertThat(pending(before.run)).containsExactly("wf[0].a");
        assertThat(pending(run)).containsExactlyInAnyOrder("wf[0].a", "wf[0].c");
    }

    @Test
    void aStepThatSomebodyResumedMeanwhileLetsTheNextOneBegin() throws JsonProcessingException {
        Play before = new Play(Workflows.of("""
                - name: main
                  steps: [[{name: approve, template: wait}], [{name: b, template: leaf}]]
                - {name: wait, suspend: {}}
                """ + LEAF));
        Run waiting = restored(before, UnaryOperator.identity());
        assertThat(pending(waiting)).isEmpty();
        Run run = restored(
                before,
                changed(
                        "wf[0].approve",
                        n -> n.toBuilder()
                                .phase(NodePhase.SUCCEEDED)
                                .finishedAt(NOW)
                                .build()));
        assertThat(pending(run)).containsExactly("wf[1].b");
    }

    @Test
    void aStopThatWasAskedForMeanwhileEndsWhatRuns() throws JsonProcessingException {
        Play before = new Play(Workflows.of(LEAF.replace("leaf", "main")));
        before.running("wf");
        Run run = Run.create();
        Workflow w = status(before);
        Decision d = Engine.decide(
                run,
                new Event.Restored(
                        w.toBuilder()
                                .spec(w.spec().toBuilder().shutdown("Terminate").build())
                                .build(),
                        Workflows.noResources(),
                        NOW));
        assertThat(run.finished()).isTrue();
        assertThat(run.node("wf").message()).isEqualTo("workflow shutdown with strategy:  Terminate");
        assertThat(d.touched()).contains("wf");
    }

    /** PHASE-06. */
    @Test
    void aPodThatRanAndIsGoneIsNotRunASecondTime() throws JsonProcessingException {
        Play before = new Play(Workflows.of(LEAF.replace("leaf", "main")));
        Run pending = restored(before, UnaryOperator.identity());
        Decision again = Engine.decide(pending, new Event.TaskObserved("wf", new TaskState.Absent(), NOW));
        assertThat(RandomPlay.started(again)).containsExactly("wf");

        before.running("wf");
        Run ran = restored(before, UnaryOperator.identity());
        Decision gone = Engine.decide(ran, new Event.TaskObserved("wf", new TaskState.Absent(), NOW));
        assertThat(RandomPlay.started(gone)).isEmpty();
        assertThat(ran.node("wf").phase()).isEqualTo(NodePhase.ERROR);
        assertThat(ran.node("wf").message()).isEqualTo("pod deleted");
    }

    @Test
    void whatTheWorkflowHasNoUseForIsNamed() throws JsonProcessingException {
        Play before = new Play(Workflows.of("- name: main\n  steps: [[{name: a, template: leaf}]]\n" + LEAF));
        Run run = restored(before, w -> {
            Map<String, NodeStatus> nodes = new LinkedHashMap<>(w.status().nodes());
            NodeStatus a = nodes.remove(before.id("wf[0].a"));
            nodes.put("wf-7", a.toBuilder().id("wf-7").name("wf[0].other").build());
            return w.toBuilder()
                    .status(w.status().toBuilder().nodes(nodes).build())
                    .build();
        });
        assertThat(run.orphans()).extracting(NodeStatus::name).containsExactly("wf[0].other");
        assertThat(pending(run)).containsExactly("wf[0].a");
    }

    @Test
    void templatesThatWereStoredWinOverThoseThatThereAreNow() throws JsonProcessingException {
        Workflow caller = Workflows.of(
                "- name: main\n  steps: [[{name: a, template: leaf}], [{name: b, templateRef: {name: lib, template: t}}]]\n"
                        + "- {name: unused, container: {image: i}}\n"
                        + LEAF.replace("leaf", "leaf"));
        Play before = new Play(caller, lib("first"), t -> {});
        before.succeed("wf[0].a");
        Run run = Run.create();
        Engine.decide(run, new Event.Restored(status(before), lib("second"), NOW));
        Task task = run.pendingTasks().iterator().next();
        assertThat(task.template().container().getCommand()).containsExactly("first");

        Play whole = new Play(
                Workflows.parse("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: wf}\n"
                        + "spec: {workflowTemplateRef: {name: lib}}"),
                lib("first"),
                t -> {});
        Run same = Run.create();
        Engine.decide(same, new Event.Restored(status(whole), lib("second"), NOW));
        assertThat(same.pendingTasks().iterator().next().template().container().getCommand())
                .containsExactly("first");
    }

    @Test
    void aStatusThatContradictsItselfIsRefused() throws JsonProcessingException {
        Play before = new Play(Workflows.of(LEAF.replace("leaf", "main")));
        assertThatThrownBy(() -> restored(
                        before, changed("wf", n -> n.toBuilder().id("other").build())))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining("status.nodes.wf has the id 'other'");
        assertThatThrownBy(() -> restored(
                        before,
                        w -> w.toBuilder()
                                .status(w.status().toBuilder()
                                        .nodes(Map.of())
                                        .offloadNodeStatusVersion("fnv:1")
                                        .build())
                                .build()))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining("database");
    }

    @Test
    void twentyThousandNodesAreRestoredInSeconds() throws JsonProcessingException {
        Play before = new Play(Workflows.of("""
                - name: main
                  parallelism: 15000
                  steps: [[{name: a, template: leaf, withSequence: {count: 20000}}]]
                """ + LEAF));
        List<Task> tasks = List.copyOf(before.run.pendingTasks());
        assertThat(tasks).hasSize(15_000);
        Consumer<Task> succeed = t -> Engine.decide(
                before.run,
                new Event.TaskObserved(
                        t.nodeId(),
                        new TaskState.Ended(
                                TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE, NOW, NOW.minusSeconds(9)),
                        NOW));
        tasks.subList(0, 10_000).forEach(succeed);
        assertThat(before.run.nodeCount()).isEqualTo(20_002);
        Workflow w = status(before);
        long begin = System.nanoTime();
        Run run = Run.create();
        Decision d = Engine.decide(run, new Event.Restored(w, Workflows.noResources(), NOW));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(RandomPlay.started(d)).hasSize(10_000);
        assertThat(run.progress()).isEqualTo("10000/20000");
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }

    private static Bundle lib(String command) {
        String yaml = """
                apiVersion: argoproj.io/v1alpha1
                kind: WorkflowTemplate
                metadata: {name: lib}
                spec:
                  entrypoint: t
                  templates: [{name: t, container: {image: i, command: [%s]}}]
                """.formatted(command);
        return Manifests.load(List.of(new Source("lib.yaml", yaml.getBytes(StandardCharsets.UTF_8))))
                .bundle();
    }

    private static Run restored(Play before, UnaryOperator<Workflow> edit) throws JsonProcessingException {
        Run run = Run.create();
        Engine.decide(run, new Event.Restored(edit.apply(status(before)), Workflows.noResources(), NOW));
        return run;
    }

    private static Workflow status(Play play) throws JsonProcessingException {
        Workflow w = play.run.workflow().toBuilder().status(play.run.status()).build();
        return ModelMapper.lenient().readValue(ModelMapper.strict().writeValueAsString(w), Workflow.class);
    }

    private static UnaryOperator<Workflow> without(String name) {
        return changed(name, n -> null);
    }

    private static UnaryOperator<Workflow> changed(String name, UnaryOperator<NodeStatus> change) {
        return w -> {
            Map<String, NodeStatus> nodes = new LinkedHashMap<>();
            w.status().nodes().forEach((id, n) -> {
                NodeStatus now = n.name().equals(name) ? change.apply(n) : n;
                if (now != null) {
                    nodes.put(id, now);
                }
            });
            return w.toBuilder()
                    .status(w.status().toBuilder().nodes(nodes).build())
                    .build();
        };
    }

    private static List<String> pending(Run run) {
        return run.pendingTasks().stream().map(t -> t.id().nodeName()).toList();
    }

    private static String id(Run run, String name) {
        return run.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
