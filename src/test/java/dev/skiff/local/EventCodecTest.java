package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.RandomPlay;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Member;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Artifact;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodePhase;
import dev.skiff.model.Outputs;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.runtime.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    private static final Instant AT = Instant.parse("2026-11-23T21:06:00.123456789Z");

    static List<Event> events() {
        return List.of(
                new Event.AlarmRang("deadline", AT),
                new Event.Asked(new Request.Stop(), AT),
                new Event.Asked(new Request.Terminate(), AT),
                new Event.Asked(new Request.Suspend(), AT),
                new Event.Asked(new Request.Unsuspend(), AT),
                new Event.Asked(new Request.Resume(NodeSelector.parse("displayName=approve")), AT),
                new Event.Asked(new Request.StopNodes(NodeSelector.ALL, "no"), AT),
                new Event.Asked(
                        new Request.SetNodes(NodeSelector.parse("phase!=Failed"), "Succeeded", "yes", Map.of("a", "b")),
                        AT),
                new Event.Asked(new Request.Retry(true, NodeSelector.ALL, Map.of("max", "3")), AT),
                new Event.LocksAnswered("wf-1", false, "default/Mutex/m", "Waiting for default/Mutex/m lock", AT),
                new Event.CacheAnswered("wf-1", null, "", AT),
                new Event.CacheAnswered(
                        "wf-1",
                        new CacheEntry("other-2", Outputs.builder().result("x").build(), AT, AT.plusSeconds(1)),
                        "",
                        AT),
                observed(new TaskState.Running(AT, "host", "", false, Map.of("a", member(null)))),
                observed(new TaskState.Ended(
                        Verdict.FAILED,
                        1,
                        "main: Error (exit code 1)",
                        new Results(
                                Map.of(),
                                null,
                                Map.of(
                                        "kept",
                                        new OutputArtifact.Saved(Artifact.builder()
                                                .name("kept")
                                                .path("/tmp/x")
                                                .build()),
                                        "none",
                                        new OutputArtifact.Missing(),
                                        "lost",
                                        new OutputArtifact.Unsaved("no room")),
                                Map.of("a", member(137), "b", member(0))),
                        AT,
                        AT)),
                observed(new TaskState.Pending("Pulling image \"x\"\n 45%")),
                observed(new TaskState.Running(AT.plusNanos(1), "host", "10.0.0.1")),
                observed(new TaskState.Absent()),
                observed(new TaskState.Ended(Verdict.ERROR, null, "no such image", Results.NONE, null, AT)),
                observed(new TaskState.Ended(
                        Verdict.SUCCEEDED,
                        0,
                        "",
                        new Results(
                                Map.of(
                                        "found", new OutputFile.Found("line\nline\u2028\u0000\n"),
                                        "empty", new OutputFile.Found(""),
                                        "missing", new OutputFile.Missing(),
                                        "large", new OutputFile.Unreadable("2 GB")),
                                ""),
                        AT.minusNanos(1),
                        AT)));
    }

    private static Member member(Integer exitCode) {
        return new Member(NodePhase.RUNNING, "", exitCode, AT, null);
    }

    private static Event observed(TaskState state) {
        return new Event.TaskObserved("wf-123", state, AT);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventComesBackAsItWas(Event event) throws IOException {
        String line = EventCodec.encode(event);
        assertThat(line).doesNotContain("\n");
        assertThat(EventCodec.decode(line)).isEqualTo(event);
    }

    @Test
    void aSubmissionComesBackWithEverythingButSecrets() throws IOException {
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("c")
                .endMetadata()
                .addToData("k", "v")
                .build();
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .addToStringData("k", "swordfish")
                .build();
        var resources = new Bundle(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(map),
                List.of(secret),
                List.of(),
                List.of());
        var event = new Event.Submitted(Yaml.workflow("wf", Yaml.THREE_STEPS), resources, AT);

        String line = EventCodec.encode(event);
        assertThat(line).doesNotContain("swordfish");
        var back = (Event.Submitted) EventCodec.decode(line);
        assertThat(back.workflow()).isEqualTo(event.workflow());
        assertThat(back.resources().configMaps()).containsExactly(map);
        assertThat(back.resources().secrets()).isEmpty();
        assertThat(back.at()).isEqualTo(AT);

        var status = WorkflowStatus.builder().phase(WorkflowPhase.RUNNING).build();
        var restored =
                new Event.Restored(event.workflow().toBuilder().status(status).build(), resources, AT);
        var again = (Event.Restored) EventCodec.decode(EventCodec.encode(restored));
        assertThat(again.workflow()).isEqualTo(restored.workflow());
        assertThat(again.resources().secrets()).isEmpty();
    }

    @Test
    void aRunThatIsReplayedFromItsJournalIsTheSame() throws IOException {
        for (long seed = 0; seed < Integer.getInteger("skiff.runs", 200); seed++) {
            Run run = Run.create();
            Run replayed = Run.create();
            for (Event event : RandomPlay.events(seed)) {
                var decision = Engine.decide(run, event);
                assertThat(Engine.decide(replayed, EventCodec.decode(EventCodec.encode(event))))
                        .as("seed " + seed + ", " + event)
                        .isEqualTo(decision);
            }
            assertThat(replayed.nodes()).as("seed " + seed).isEqualTo(run.nodes());
        }
    }

    @Test
    void aJournalOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> EventCodec.decode("{\"v\":2,\"type\":\"asked\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another version of skiff (format 2, this one knows 1)");
    }
}
