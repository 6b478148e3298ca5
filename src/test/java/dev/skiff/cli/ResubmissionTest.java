package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Workflow;
import dev.skiff.runtime.Yaml;
import dev.skiff.runtime.submission.Resubmission;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The facts RETRYWF-05 and RETRYWF-06. */
class ResubmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void itIsANewRunThatSaysWhereItComesFrom() {
        var again = new Resubmission(Map.of(), null).of(before(), NOW, new Random(1));
        assertThat(again.metadata().getName()).matches("wf-[a-z0-9]{5}");
        assertThat(again.metadata().getUid()).isNotEqualTo("uid-1");
        assertThat(again.metadata().getCreationTimestamp()).isEqualTo("2026-11-25T10:00:00Z");
        assertThat(again.metadata().getLabels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("team", "a", "workflows.argoproj.io/resubmitted-from-workflow", "wf"));
        assertThat(again.metadata().getAnnotations()).containsEntry("note", "kept");
        assertThat(again.spec().shutdown()).isNull();
        assertThat(again.spec().onExit()).isEqualTo("leaf");
    }

    @Test
    void parametersAndPriorityMayBeOthers() {
        var again = new Resubmission(Map.of("x", "2"), 7).of(before(), NOW, new Random(1));
        assertThat(again.spec().arguments().parameters())
                .singleElement()
                .satisfies(p -> assertThat(p.value()).isEqualTo("2"));
        assertThat(again.spec().priority()).isEqualTo(7);
    }

    private static Workflow before() {
        Workflow workflow = Yaml.workflow("wf", Yaml.THREE_STEPS);
        return workflow.toBuilder()
                .metadata(new ObjectMetaBuilder(workflow.metadata())
                        .addToLabels("team", "a")
                        .addToLabels("workflows.argoproj.io/phase", "Failed")
                        .addToLabels("workflows.argoproj.io/creator", "me")
                        .addToAnnotations("note", "kept")
                        .build())
                .spec(workflow.spec().toBuilder()
                        .shutdown("Stop")
                        .onExit("leaf")
                        .build())
                .build();
    }
}
