package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.view.PlainDisplay;
import dev.skiff.cli.view.Style;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.Inputs;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.SuppliedValueFrom;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Await;
import dev.skiff.port.Feed;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.RunEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of steps that wait for somebody while a run is shown. */
class WaitingTest {
    private static final NodeSelector ITSELF = NodeSelector.parse("id=wf-1");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final RecordingRun run = new RecordingRun();
    private final PipedOutputStream keyboard = new PipedOutputStream();

    @Test
    void withAutoResumeItGoesOnAtOnce() {
        try (var waiting = waiting(true, null)) {
            waiting.begin(run, false);
            waiting.changed(change(node(NodePhase.RUNNING)));
            waiting.changed(change(node(NodePhase.RUNNING)));
            assertThat(run.asked).containsExactly(new Request.Resume(ITSELF));
        }
    }

    @Test
    void aRunThatWasSubmittedSuspendedBeginsAtOnceWithAutoResume() {
        try (var waiting = waiting(true, null)) {
            waiting.begin(run, true);
            assertThat(run.asked).containsExactly(new Request.Resume(NodeSelector.ALL));
        }
    }

    @Test
    void withoutATerminalItIsSaidOnceHowToResume() {
        try (var waiting = waiting(false, null)) {
            waiting.changed(change(node(NodePhase.RUNNING)));
            waiting.begin(run, false);
            waiting.changed(change(node(NodePhase.RUNNING)));
            assertThat(screen())
                    .containsOnlyOnce(
                            "approve waits; to let it go on, in another shell: skiff resume wf --node-field-selector"
                                    + " displayName=approve");
            assertThat(run.asked).isEmpty();
        }
    }

    @Test
    void inATerminalItIsAskedForWhatTheStepExpects() throws IOException {
        try (var waiting = waiting(false, new TerminalLines(new PipedInputStream(keyboard)))) {
            waiting.begin(run, false);
            waiting.changed(change(node(NodePhase.RUNNING)));
            Await.until("it asks", () -> screen().contains("decision (yes, no) [no]: "), this::screen);
            assertThat(screen()).contains("approve waits: look first", "version: 1.2");
            type("maybe");
            type("yes");
            type("");
            Await.until("it is resumed", () -> run.asked.size() == 2, run.asked::toString);
            assertThat(run.asked)
                    .containsExactly(
                            new Request.SetNodes(ITSELF, "", "", Map.of("decision", "yes")),
                            new Request.Resume(ITSELF));
        }
    }

    @Test
    void itMayBeLeftWaitingOrFailed() throws IOException {
        try (var waiting = waiting(false, new TerminalLines(new PipedInputStream(keyboard)))) {
            waiting.begin(run, false);
            waiting.changed(change(node(NodePhase.RUNNING)));
            type("");
            type("later");
            Await.until("it is said how", () -> screen().contains("approve waits on: skiff resume wf"), this::screen);
            assertThat(run.asked).isEmpty();
            waiting.changed(change(node(NodePhase.SUCCEEDED)));
            waiting.changed(change(node(NodePhase.RUNNING)));
            type("");
            type("fail");
            Await.until("it is failed", () -> !run.asked.isEmpty(), run.asked::toString);
            assertThat(run.asked).containsExactly(new Request.StopNodes(ITSELF, ""));
        }
    }

    @Test
    void aStepWhoseTimeIsUpIsNotAskedOn() throws IOException {
        try (var waiting = waiting(false, new TerminalLines(new PipedInputStream(keyboard)))) {
            waiting.begin(run, false);
            waiting.changed(change(node(NodePhase.RUNNING)));
            Await.until("it asks", () -> screen().contains("decision"), this::screen);
            waiting.changed(change(node(NodePhase.SUCCEEDED)));
            Await.until("it stops", () -> screen().contains("approve waits no longer"), this::screen);
            assertThat(run.asked).isEmpty();
        }
    }

    private void type(String line) throws IOException {
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private Waiting waiting(boolean autoResume, @Nullable TerminalLines lines) {
        var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        var display =
                new PlainDisplay(out, new Style(false, true), InstantSource.system(), ZoneOffset.UTC, null, false);
        display.begin("wf");
        return new Waiting(display, autoResume, lines);
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private static Feed.Change change(NodeStatus node) {
        return new Feed.Change("wf", WorkflowPhase.RUNNING, "", List.of(node));
    }

    private static NodeStatus node(NodePhase phase) {
        return NodeStatus.builder()
                .id("wf-1")
                .name("wf[0].approve")
                .displayName("approve")
                .type(NodeType.SUSPEND)
                .phase(phase)
                .message("look first")
                .inputs(new Inputs(
                        List.of(),
                        List.of(
                                Parameter.builder().name("version").value("1.2").build(),
                                Parameter.builder()
                                        .name("decision")
                                        .enumValues(List.of("yes", "no"))
                                        .defaultValue("no")
                                        .build())))
                .outputs(Outputs.builder()
                        .parameters(List.of(Parameter.builder()
                                .name("decision")
                                .valueFrom(ValueFrom.builder()
                                        .supplied(new SuppliedValueFrom())
                                        .build())
                                .build()))
                        .build())
                .build();
    }

    private static final class RecordingRun implements ActiveRun {
        final List<Request> asked = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "wf";
        }

        @Override
        public void ask(Request request) {
            asked.add(request);
        }

        @Override
        public void ask(Request request, Consumer<String> answer) {
            asked.add(request);
            answer.accept("");
        }

        @Override
        public void lost(String why) {}

        @Override
        public void seen(Workflow object) {}

        @Override
        public void letGo() {}

        @Override
        public void hurry() {}

        @Override
        public CompletableFuture<RunEnd> end() {
            return new CompletableFuture<>();
        }
    }
}
