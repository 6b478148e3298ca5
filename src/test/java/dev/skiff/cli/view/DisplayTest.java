package dev.skiff.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Await;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskRef;
import dev.skiff.runtime.RunEnd;
import dev.skiff.runtime.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same run in a terminal and in a file. */
class DisplayTest {
    private static final Instant START = Instant.parse("2026-11-23T21:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(START.plusSeconds(7));
    private static final int HEIGHT = 12;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void theLiveTreeIsDrawnInPlaceAndTheLastOneStays() {
        var display = new LiveDisplay(out, Style.PLAIN, CLOCK, () -> new Terminal(60, HEIGHT), false);
        display.say("said before");
        display.begin("wf");
        play(display);
        Await.until("the log line is drawn", () -> text().contains("working"), this::text);
        display.warning("wf", "something");
        Await.until(
                "the tree is drawn below",
                () -> text().lastIndexOf("working") > text().indexOf("something"),
                this::text);
        display.end(ended());

        Screen screen = new Screen(HEIGHT);
        screen.print(text());
        assertThat(screen.lines())
                .containsExactly(
                        "said before",
                        "warning: something",
                        "✔ wf         5s",
                        "└─✔ each         ✔ 2",
                        "  ├─✔ 0      5s",
                        "  └─✔ 1      5s",
                        "",
                        "wf (2/2 pods, 5s): Succeeded",
                        "");
        assertThat(screen.cursorShown()).isTrue();
    }

    @Test
    void aTreeLargerThanTheWindowNeverLeavesIt() {
        var display = new LiveDisplay(out, Style.PLAIN, CLOCK, () -> new Terminal(60, HEIGHT), false);
        display.begin("wf");
        for (int i = 0; i < 100; i++) {
            display.changed(change(node("s" + i, "wf[" + i + "].step-" + i, NodePhase.RUNNING)));
        }
        Await.until("it is drawn", () -> text().contains("and more"), this::text);
        Screen screen = new Screen(HEIGHT);
        screen.print(text());
        assertThat(screen.lines()).hasSizeLessThanOrEqualTo(HEIGHT);
        display.end(ended());
    }

    @Test
    void inAFileEachChangeOfAPodIsALineAndTheTreeIsTheEnd() {
        var display = new PlainDisplay(out, Style.PLAIN, CLOCK, ZoneOffset.UTC, new LogLines(out, Style.PLAIN), false);
        display.begin("wf");
        display.changed(change(pulling("Pulling image x: 1.5 MB")));
        display.changed(change(pulling("Pulling image x: 2 MB")));
        play(display);
        display.changed(change(node("e1", "wf[0].each(1:q)", NodePhase.SUCCEEDED)));
        display.end(ended());

        assertThat(text().lines())
                .containsExactly(
                        "21:00:07 Pending   wf[0].each(0:p)  Pulling image x: 1.5 MB",
                        "21:00:07 Running   wf",
                        "21:00:07 Running   wf[0].each(0:p)",
                        "21:00:07 Running   wf[0].each(1:q)",
                        "0: working",
                        "0: half",
                        "21:00:07 Succeeded wf[0].each(1:q)",
                        "0: working",
                        "",
                        "✔ wf         5s",
                        "└─✔ each         ✔ 2",
                        "  ├─✔ 0      5s",
                        "  └─✔ 1      5s",
                        "",
                        "wf (2/2 pods, 5s): Succeeded");
    }

    /** Two elements run; the first one writes. */
    private static void play(Display display) {
        display.changed(change(node("wf", "wf", NodePhase.RUNNING)));
        display.changed(change(node("e0", "wf[0].each(0:p)", NodePhase.RUNNING)));
        display.changed(change(node("e1", "wf[0].each(1:q)", NodePhase.RUNNING)));
        display.output(new TaskRef("wf", "e0"), "main", false, "working\nhalf".getBytes(StandardCharsets.UTF_8));
        display.output(new TaskRef("wf", "e0"), "main", false, "\nworking".getBytes(StandardCharsets.UTF_8));
    }

    private static RunEnd ended() {
        Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        for (NodeStatus node : List.of(
                node("wf", "wf", NodePhase.SUCCEEDED),
                node("e0", "wf[0].each(0:p)", NodePhase.SUCCEEDED),
                node("e1", "wf[0].each(1:q)", NodePhase.SUCCEEDED))) {
            nodes.put(node.id(), node);
        }
        Workflow workflow = Yaml.workflow("wf", Yaml.THREE_STEPS).toBuilder()
                .status(WorkflowStatus.builder()
                        .phase(WorkflowPhase.SUCCEEDED)
                        .nodes(nodes)
                        .build())
                .build();
        return new RunEnd(workflow, "");
    }

    private static Feed.Change change(NodeStatus node) {
        return new Feed.Change("wf", WorkflowPhase.RUNNING, "", List.of(node));
    }

    private static NodeStatus pulling(String message) {
        return node("e0", "wf[0].each(0:p)", NodePhase.PENDING).toBuilder()
                .message(message)
                .build();
    }

    private static NodeStatus node(String id, String name, NodePhase phase) {
        return NodeStatus.builder()
                .id(id)
                .name(name)
                .displayName(id.startsWith("e") ? id.substring(1) : id)
                .type(id.equals("wf") ? NodeType.STEPS : NodeType.POD)
                .boundaryID(id.equals("wf") ? null : "wf")
                .phase(phase)
                .startedAt(START)
                .finishedAt(phase.fulfilled() ? START.plusSeconds(5) : null)
                .build();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
