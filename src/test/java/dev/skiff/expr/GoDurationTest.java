package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        ".5s, PT0.5S",
        "5.s, PT5S",
        "300ms, PT0.3S",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "7μs, PT0.000007S",
        "-1m, PT-1M",
        "+2ns, PT0.000000002S",
        "0, PT0S",
        "-0, PT0S",
        "9223372036854775807ns, PT2562047H47M16.854775807S"
    })
    void whatGoReadsIsADuration(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).isEqualTo(expected);
        assertThat(GoDuration.parseOrSeconds(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "s",
                ".s",
                "1..5s",
                "1d",
                "1 s",
                " 1s",
                "5 minutes",
                "1h-1m",
                "9223372036854775808ns",
                "٣s"
            })
    void whatGoRefusesIsNone(String text) {
        assertThat(GoDuration.parse(text)).isNull();
        assertThat(GoDuration.parseOrSeconds(text)).isNull();
    }

    @Test
    void aBareNumberIsSecondsOnlyWhereThatIsAskedFor() {
        assertThat(GoDuration.parse("90")).isNull();
        assertThat(GoDuration.parseOrSeconds("90")).isEqualTo(Duration.ofSeconds(90));
        assertThat(GoDuration.parseOrSeconds("-90")).isNull();
    }

    @Test
    void moreSecondsThanGoCanCountAreRefused() {
        assertThat(GoDuration.parseOrSeconds("9223372036")).isNotNull();
        assertThat(GoDuration.parseOrSeconds("999999999999")).isNull();
        assertThat(GoDuration.parseOrSeconds("9".repeat(200_000))).isNull();
    }

    @Test
    void whatIsPrintedReadsAsTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(63));

            assertThat(GoDuration.parse(GoDuration.format(duration))).isEqualTo(duration);
        }
    }
}
