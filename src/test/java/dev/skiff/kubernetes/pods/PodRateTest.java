package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodRateTest {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private PodRate.@Nullable Limit limit = new PodRate.Limit(2, 3);
    private final PodRate rate = new PodRate(() -> limit, () -> now);

    @Test
    void afterTheBurstEachWaitsForItsTurn() {
        assertThat(new long[] {rate.reserve(), rate.reserve(), rate.reserve(), rate.reserve(), rate.reserve()})
                .containsExactly(0, 0, 0, 500, 1000);
        now = now.plusSeconds(1);
        assertThat(rate.reserve()).isEqualTo(500);
    }

    @Test
    void aBreakGivesNoMoreThanTheBurst() {
        rate.reserve();
        now = now.plusSeconds(100);
        assertThat(new long[] {rate.reserve(), rate.reserve(), rate.reserve(), rate.reserve()})
                .containsExactly(0, 0, 0, 500);
    }

    @Test
    void anotherLimitHoldsAtOnce() {
        for (int i = 0; i < 5; i++) {
            rate.reserve();
        }
        limit = null;
        assertThat(rate.reserve()).isZero();
        limit = new PodRate.Limit(1, 1);
        assertThat(new long[] {rate.reserve(), rate.reserve()}).containsExactly(0, 1000);
    }
}
