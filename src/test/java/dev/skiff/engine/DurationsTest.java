package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @Test
    void aBareNumberIsSecondsInABackoffAndRefusedInATimeout() throws TextTree.Unresolvable {
        assertThat(Durations.orSeconds(" 90 ", "backoff.duration")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.withUnit("90s", "timeout")).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(() -> Durations.withUnit("90", "timeout"))
                .hasMessageContaining("timeout is not a duration: '90'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1s", "999999999999"})
    void whatIsNoTimeToWaitIsRefused(String text) {
        assertThatThrownBy(() -> Durations.orSeconds(text, "cap")).hasMessageContaining("cap is not a duration");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 seconds",
        "1, 1 second",
        "90, 1 minute 30 seconds",
        "3600, 1 hour",
        "90061, 1 day 1 hour 1 minute 1 second"
    })
    void aDurationIsSaidAsArgoSaysIt(long seconds, String expected) {
        assertThat(Durations.humanised(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }
}
