package dev.skiff.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreeLinesTest {
    private static final Instant START = Instant.parse("2026-11-23T21:00:00Z");
    private static final Instant NOW = START.plusSeconds(75);

    private final RunTree tree = new RunTree("wf");

    @Test
    void aPairForEachElementLooksLikeItsFile() {
        seed(NodePhase.RUNNING);
        tree.wrote("tell-1", "line\u001b[2J of the\tlog");
        assertThat(lines(80, 50))
                .containsExactly(
                        "● wf             1m15s",
                        "├─✔ numbers         5s",
                        "└─● each                ✔ 1 ● 1",
                        "  ├─✔ each(0:4)     5s",
                        "  │ ├─✔ square      5s",
                        "  │ └─✔ tell        5s",
                        "  └─● each(1:5)  1m15s",
                        "    ├─✔ square      5s",
                        "    └─● tell     1m15s  line of the log");
    }

    @Test
    void inALittleWindowWhatIsDoneIsFoldedAndWhatRunsAndFailedIsShown() {
        take(node("wf", "wf", NodeType.STEPS, null, NodePhase.RUNNING));
        for (int i = 0; i < 30; i++) {
            NodePhase phase = i == 7
                    ? NodePhase.FAILED
                    : i < 12 ? NodePhase.SUCCEEDED : i < 14 ? NodePhase.RUNNING : NodePhase.PENDING;
            String message = i == 7 ? "main: Error (exit code 3)" : null;
            take(node("e" + i, "wf[0].each(" + i + ":" + i + ")", NodeType.POD, "wf", phase).toBuilder()
                    .message(message)
                    .build());
        }
        assertThat(lines(80, 10))
                .containsExactly(
                        "● wf               1m15s",
                        "└─● each                  ✔ 11 ✖ 1 ● 2 ◷ 16",
                        "  ├─✖ each(7:7)       5s  main: Error (exit code 3)",
                        "  ├─● each(12:12)  1m15s",
                        "  └─● each(13:13)  1m15s");
        assertThat(lines(80, 3))
                .containsExactly(
                        "● wf             1m15s",
                        "└─● each                ✔ 11 ✖ 1 ● 2 ◷ 16",
                        "  └─✖ each(7:7)     5s  main: Error (exit code 3)");
        assertThat(lines(80, 2)).containsExactly("● wf      1m15s", "└─● each         ✔ 11 ✖ 1 ● 2 ◷ 16");
        assertThat(lines(80, 1)).hasSize(1);
    }

    @Test
    void ofManyElementsThatHaveBegunThoseWhosePodsRunAreShownFirst() {
        take(node("wf", "wf", NodeType.STEPS, null, NodePhase.RUNNING));
        for (int i = 0; i < 30; i++) {
            String pair = "wf[0].each(" + i + ":" + i + ")";
            take(node("pair-" + i, pair, NodeType.STEPS, "wf", NodePhase.RUNNING));
            take(node("first-" + i, pair + "[0].first", NodeType.POD, "pair-" + i, NodePhase.PENDING));
        }
        for (int i = 3; i < 5; i++) {
            String pair = "wf[0].each(" + i + ":" + i + ")";
            take(node("first-" + i, pair + "[0].first", NodeType.POD, "pair-" + i, NodePhase.RUNNING));
        }

        assertThat(lines(80, 10))
                .containsExactly(
                        "● wf             1m15s",
                        "└─● each                ● 30",
                        "  ├─● each(0:0)  1m15s",
                        "  │ └─◷ first",
                        "  ├─● each(1:1)  1m15s",
                        "  │ └─◷ first",
                        "  ├─● each(3:3)  1m15s",
                        "  │ └─● first    1m15s",
                        "  └─● each(4:4)  1m15s",
                        "    └─● first    1m15s");
    }

    @Test
    void noLineIsWiderThanTheWindowAndThereAreNoMoreThanFit() {
        seed(NodePhase.RUNNING);
        take(node("long", "wf[2]." + "n".repeat(200), NodeType.POD, "wf", NodePhase.FAILED).toBuilder()
                .message("日本語".repeat(50))
                .build());
        for (int width = 30; width < 120; width += 7) {
            for (int height = 1; height < 14; height++) {
                var lines = TreeLines.of(tree, new Style(true, true), new TreeLines.Room(width, height, true), NOW);
                assertThat(lines).hasSizeLessThanOrEqualTo(height);
                int most = width;
                assertThat(lines)
                        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(most));
            }
        }
    }

    @Test
    void attemptsAreBelowWhatIsRetriedAndALoopInADagIsItsOwnGroup() {
        take(node("wf", "wf", NodeType.DAG, null, NodePhase.RUNNING));
        take(node("r", "wf.flaky", NodeType.RETRY, "wf", NodePhase.RUNNING));
        take(node("r0", "wf.flaky(0)", NodeType.POD, "wf", NodePhase.FAILED).toBuilder()
                .message("main: Error (exit code 1)")
                .build());
        take(node("r1", "wf.flaky(1)", NodeType.POD, "wf", NodePhase.PENDING));
        take(node("g", "wf.loop", NodeType.TASK_GROUP, "wf", NodePhase.RUNNING));
        take(node("g0", "wf.loop(0:x)", NodeType.POD, "wf", NodePhase.SUCCEEDED));
        take(node("s", "wf.not", NodeType.SKIPPED, "wf", NodePhase.SKIPPED).toBuilder()
                .message("when 'false' evaluated false")
                .build());
        assertThat(lines(80, 50))
                .containsExactly(
                        "● wf             1m15s",
                        "├─● flaky        1m15s",
                        "│ ├─✖ flaky(0)      5s  main: Error (exit code 1)",
                        "│ └─◷ flaky(1)",
                        "├─● loop         1m15s  ✔ 1",
                        "│ └─✔ loop(0:x)     5s",
                        "└─○ not                 when 'false' evaluated false");
    }

    @Test
    void theWideFormSaysWhatWasGiven() {
        take(node("wf", "wf", NodeType.POD, null, NodePhase.SUCCEEDED).toBuilder()
                .templateName("main")
                .outputs(Outputs.builder()
                        .parameters(List.of(
                                Parameter.builder().name("n").value("4\n2").build()))
                        .build())
                .build());
        assertThat(TreeLines.of(tree, Style.PLAIN, new TreeLines.Room(200, 5, true), NOW))
                .containsExactly("✔ wf     5s  template=main id=wf n=4 2");
    }

    @Test
    void withoutUnicodeTheTreeIsAscii() {
        seed(NodePhase.RUNNING);
        var lines = TreeLines.of(tree, new Style(false, false), new TreeLines.Room(40, 50, false), NOW);
        assertThat(lines).hasSize(9).allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
    }

    @Test
    void theLastLineEndsWithThePhase() {
        seed(NodePhase.SUCCEEDED);
        tree.take(new Feed.Change("wf", WorkflowPhase.SUCCEEDED, "", List.of()));
        assertThat(Summary.end(tree, Style.PLAIN, NOW)).isEqualTo("wf (5/5 pods, 5s): Succeeded");
        tree.take(new Feed.Change("wf", WorkflowPhase.FAILED, "child failed", List.of()));
        assertThat(Summary.end(tree, Style.PLAIN, NOW)).isEqualTo("wf (5/5 pods, 5s): Failed: child failed");
    }

    private List<String> lines(int width, int height) {
        return TreeLines.of(tree, Style.PLAIN, new TreeLines.Room(width, height, false), NOW);
    }

    /** A list of two; the second pair's last step is in the given phase. */
    private void seed(NodePhase last) {
        take(node("wf", "wf", NodeType.STEPS, null, last));
        take(node("g0", "wf[0]", NodeType.STEP_GROUP, "wf", NodePhase.SUCCEEDED));
        take(node("numbers", "wf[0].numbers", NodeType.POD, "wf", NodePhase.SUCCEEDED));
        take(node("g1", "wf[1]", NodeType.STEP_GROUP, "wf", last));
        for (int i = 0; i < 2; i++) {
            NodePhase phase = i == 1 ? last : NodePhase.SUCCEEDED;
            String pair = "wf[1].each(" + i + ":" + (4 + i) + ")";
            take(node("pair-" + i, pair, NodeType.STEPS, "wf", phase));
            take(node("square-" + i, pair + "[0].square", NodeType.POD, "pair-" + i, NodePhase.SUCCEEDED));
            take(node("tell-" + i, pair + "[1].tell", NodeType.POD, "pair-" + i, NodePhase.PENDING));
            take(node("tell-" + i, pair + "[1].tell", NodeType.POD, "pair-" + i, phase));
        }
    }

    private void take(NodeStatus node) {
        List<NodeStatus> nodes = new ArrayList<>();
        nodes.add(node);
        tree.take(new Feed.Change("wf", WorkflowPhase.RUNNING, "", nodes));
    }

    private static NodeStatus node(String id, String name, NodeType type, @Nullable String boundary, NodePhase phase) {
        return NodeStatus.builder()
                .id(id)
                .name(name)
                .displayName(name.substring(Math.max(name.lastIndexOf('.'), -1) + 1))
                .type(type)
                .boundaryID(boundary)
                .phase(phase)
                .startedAt(START)
                .finishedAt(phase.fulfilled() ? START.plusSeconds(5) : null)
                .build();
    }
}
