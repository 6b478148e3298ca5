package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final Vitals vitals = new Vitals(() -> now, Duration.ofSeconds(60));

    @Test
    void aPartIsAliveUntilItsLastSignIsTooOld() {
        vitals.beat("loop");

        now = now.plusSeconds(60);
        assertThat(vitals.alive()).containsEntry("loop", "");
        now = now.plusSeconds(1);
        assertThat(vitals.alive()).containsEntry("loop", "no sign of life for 61 s");
    }

    @Test
    void aPartThatHasEndedIsNotWaitedFor() {
        vitals.beat("loop");
        vitals.ready("loop", () -> "");
        vitals.ended("loop");

        now = now.plusSeconds(1000);
        assertThat(vitals.alive()).isEmpty();
        assertThat(vitals.ready()).isEmpty();
    }

    @Test
    void aPartSaysWhatItWaitsFor() {
        String[] missing = {"the list of pods"};
        vitals.ready("watches", () -> missing[0]);

        assertThat(vitals.ready()).containsEntry("watches", "the list of pods");
        missing[0] = "";
        assertThat(vitals.ready()).containsEntry("watches", "");
    }
}
