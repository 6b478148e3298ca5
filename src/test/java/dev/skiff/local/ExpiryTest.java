package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TimeToLive;
import dev.skiff.model.TTLStrategy;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Origin;
import dev.skiff.port.Progress;
import dev.skiff.runtime.Yaml;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts GC-01 and GC-03. */
class ExpiryTest {
    private static final Instant END = Instant.parse("2026-11-25T10:00:00Z");
    private static final TTLStrategy ALL = new TTLStrategy(10, 20, 30);

    @TempDir
    Path data;

    @Test
    void whatIsSaidOfAPhaseWinsOverWhatIsSaidOfAllAndErrorHasNoneOfItsOwn() {
        assertThat(TimeToLive.end(workflow(ALL, WorkflowPhase.SUCCEEDED), null)).contains(END.plusSeconds(31));
        assertThat(TimeToLive.end(workflow(ALL, WorkflowPhase.FAILED), null)).contains(END.plusSeconds(21));
        assertThat(TimeToLive.end(workflow(ALL, WorkflowPhase.ERROR), null)).contains(END.plusSeconds(11));
        assertThat(TimeToLive.end(workflow(new TTLStrategy(10, null, null), WorkflowPhase.FAILED), null))
                .contains(END.plusSeconds(11));
        assertThat(TimeToLive.end(workflow(new TTLStrategy(null, 20, null), WorkflowPhase.SUCCEEDED), null))
                .isEmpty();
        assertThat(TimeToLive.end(workflow(ALL, WorkflowPhase.RUNNING), null)).isEmpty();
        assertThat(TimeToLive.end(workflow(null, WorkflowPhase.FAILED), null)).isEmpty();
    }

    @Test
    void aRunThatHasExpiredIsNamedUntilItGoesOnOrIsDeleted() {
        var store = new FileRunStore(data);
        var origin = new Origin("fake", List.of(), List.of(), List.of(), false, 0);
        try (var record = store.create(Yaml.workflow("wf", Yaml.THREE_STEPS), origin)) {
            record.status(Progress.of(workflow(ALL, WorkflowPhase.FAILED)));
            assertThat(store.expired(END.plusSeconds(20))).isEmpty();
            assertThat(store.expired(END.plusSeconds(21))).containsExactly("wf");

            record.status(Progress.of(workflow(ALL, WorkflowPhase.RUNNING)));
            assertThat(store.expired(END.plusSeconds(21))).as("retried (GC-03)").isEmpty();
            record.status(Progress.of(workflow(ALL, WorkflowPhase.SUCCEEDED)));
        }
        store.delete("wf");
        assertThat(store.expired(END.plusSeconds(99))).isEmpty();
    }

    private static Workflow workflow(@Nullable TTLStrategy ttl, WorkflowPhase phase) {
        Workflow workflow = Yaml.workflow("wf", Yaml.THREE_STEPS);
        return workflow.toBuilder()
                .spec(workflow.spec().toBuilder().ttlStrategy(ttl).build())
                .status(WorkflowStatus.builder().phase(phase).finishedAt(END).build())
                .build();
    }
}
