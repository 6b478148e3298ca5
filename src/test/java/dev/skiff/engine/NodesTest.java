package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the lines of a scenario do not show of nodes: ids, display names, scopes; and which outputs are cached. */
class NodesTest {
    private static final String LEAF = """
            - name: leaf
              container: {image: busybox, command: ["true"]}
            """;

    private static Play nested() {
        Play play = new Play(Workflows.of("""
                - name: main
                  steps:
                  - - {name: group, template: dag}
                - name: dag
                  dag:
                    tasks:
                    - {name: loop, template: again, withItems: [x]}
                    - {name: after, template: leaf, depends: loop}
                - name: again
                  retryStrategy: {limit: 1}
                  container: {image: busybox, command: ["true"]}
                """ + LEAF));
        play.succeedAll();
        return play;
    }

    // NODE-01, NODE-02
    @Test
    void idsAreMadeOfTheNameOfTheRunAndTheHashOfTheNodesName() {
        List<NodeStatus> nodes = nested().run.nodes();

        assertThat(nodes)
                .hasSize(7)
                .allSatisfy(n ->
                        assertThat(n.id()).isEqualTo(n.name().equals("wf") ? "wf" : "wf-" + Names.fnv1a32(n.name())));
    }

    // NODE-03, NODE-04, NODE-08, NODE-12
    @Test
    void displayNamesLeaveOutTheEnclosingNode() {
        Play play = nested();

        assertThat(play.run.nodes())
                .extracting(n -> n.name() + " " + n.displayName())
                .containsExactlyInAnyOrder(
                        "wf wf",
                        "wf[0] [0]",
                        "wf[0].group group",
                        "wf[0].group.loop loop",
                        "wf[0].group.loop(0:x) loop(0:x)",
                        "wf[0].group.loop(0:x)(0) loop(0:x)(0)",
                        "wf[0].group.after after");
    }

    // NODE-13
    @Test
    void anAnnotationGivesAnotherDisplayName() {
        Play play = new Play(Workflows.of("""
                - name: main
                  metadata: {annotations: {workflows.argoproj.io/display-name: "of-{{workflow.name}}"}}
                  retryStrategy: {limit: 1}
                  container: {image: busybox, command: ["true"]}
                """));

        assertThat(play.node("wf").displayName()).isEqualTo("of-wf");
        assertThat(play.node("wf(0)").displayName()).isEqualTo("wf(0)");
    }

    // NODE-20, NODE-21, NODE-22, PARAM-16
    @Test
    void templatesOfOtherResourcesAreStoredUnderTheirScope() {
        var resources = Manifests.load(List.of(new Source("t.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: WorkflowTemplate
                metadata: {name: shared, namespace: argo}
                spec:
                  podMetadata: {labels: {a: of-the-resource, b: of-the-resource}}
                  templates:
                  - name: outer
                    steps:
                    - - {name: s, template: leaf}
                  - name: leaf
                    metadata: {labels: {b: own}}
                    container: {image: i, command: [c]}
                """.getBytes(StandardCharsets.UTF_8))))
                .bundle();
        Play play = new Play(Workflows.of("""
                        - name: main
                          steps:
                          - - {name: far, templateRef: {name: shared, template: outer}}
                            - {name: near, template: leaf}
                        """ + LEAF), resources, t -> {});

        assertThat(play.node("wf[0].far").templateScope()).isEqualTo("local/wf");
        assertThat(play.node("wf[0].far[0].s").templateScope()).isEqualTo("namespaced/shared");
        assertThat(play.node("wf[0].near").templateScope()).isEqualTo("local/wf");
        assertThat(play.run.status().storedTemplates())
                .containsOnlyKeys("namespaced/shared/outer", "namespaced/shared/leaf");
        var metadata = play.task("wf[0].far[0].s").template().metadata();
        assertThat(metadata).isNotNull();
        assertThat(metadata.labels()).containsEntry("a", "of-the-resource").containsEntry("b", "own");
    }

    // PHASE-01
    @Test
    void thePhasesAreArgos() {
        assertThat(Stream.of(NodePhase.values()).map(NodePhase::text))
                .containsExactlyInAnyOrder("Pending", "Running", "Succeeded", "Skipped", "Failed", "Error", "Omitted");
        assertThat(Stream.of(WorkflowPhase.values()).map(WorkflowPhase::text))
                .containsExactlyInAnyOrder("Pending", "Running", "Succeeded", "Failed", "Error");
    }

    // PHASE-03, PHASE-21
    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "ERROR", "SKIPPED", "OMITTED"})
    void whatIsFulfilledStaysAsItIs(NodePhase phase) {
        assertThat(phase.fulfilled()).isTrue();
        assertThat(phase.completed()).isEqualTo(phase != NodePhase.SKIPPED && phase != NodePhase.OMITTED);
        for (NodeLifecycle.Move move : NodeLifecycle.Move.values()) {
            assertThatThrownBy(() -> NodeLifecycle.next(phase, move, "n")).hasMessageContaining("cannot " + move);
        }
    }

    // MEMO-06
    @Test
    void onlyTheOutputsOfASuccessAreCached() {
        Play play = new Play(Workflows.of("""
                - name: main
                  dag:
                    tasks: [{name: good, template: kept}, {name: bad, template: kept}, {name: group, template: group}]
                - name: kept
                  memoize: {key: k, cache: {configMap: {name: cache}}}
                  container: {image: busybox, command: ["true"]}
                - name: group
                  memoize: {key: g, cache: {configMap: {name: cache}}}
                  steps:
                  - - {name: s, template: leaf}
                """ + LEAF));
        play.cache("wf.good", "");
        play.cache("wf.bad", "");
        play.cache("wf.group", "");

        play.fail("wf.bad", 1);
        assertThat(saved(play)).isEmpty();
        play.succeed("wf.good");
        play.succeed("wf.group[0].s");

        assertThat(saved(play)).hasSize(2);
        assertThat(play.node("wf.group").type()).isEqualTo(NodeType.STEPS);
    }

    private static List<Command> saved(Play play) {
        return play.decisions.stream()
                .flatMap(d -> d.commands().stream())
                .filter(c -> c instanceof Command.SaveCache)
                .toList();
    }
}
