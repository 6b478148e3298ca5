package dev.skiff.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations, columns, lines of logs. */
class LinesTest {

    @ParameterizedTest
    @CsvSource({"-5, 0s", "0, 0s", "59, 59s", "60, 1m00s", "130, 2m10s", "3599, 59m59s", "3720, 1h02m", "100000, 1d03h"
    })
    void aDurationIsSaidInTwoUnitsAtMost(long seconds, String text) {
        assertThat(Elapsed.of(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "日本, 4", "'\u001b[31mred\u001b[0m', 3", "e\u0301, 1", "🚀, 2"})
    void theWidthIsWhatATerminalShows(String text, int columns) {
        assertThat(Columns.width(text)).isEqualTo(columns);
    }

    @Test
    void whatIsTooWideIsCutAndItsColourEnds() {
        assertThat(Columns.cut("abcdef", 4, Style.PLAIN)).isEqualTo("abc…");
        assertThat(Columns.cut("日本語", 5, Style.PLAIN)).isEqualTo("日本…");
        assertThat(Columns.cut("\u001b[31mabcdef\u001b[0m", 4, Style.PLAIN)).isEqualTo("\u001b[31mabc…\u001b[0m");
        assertThat(Columns.cut("abcd", 4, Style.PLAIN)).isEqualTo("abcd");
    }

    @Test
    void whatAStepWroteCannotMoveTheCursor() {
        assertThat(Columns.harmless("a\u001b]0;title\u0007b\rc\td\u009b2J")).isEqualTo("a]0;titlebc d2J");
    }

    @Test
    void chunksBecomeWholeLinesOfTheirOwnStream() {
        var out = new ByteArrayOutputStream();
        var lines = new LogLines(new PrintStream(out, true, StandardCharsets.UTF_8), Style.PLAIN);
        lines.write("n1", "one", "main", false, bytes("hel"));
        lines.write("n2", "two", "main", false, bytes("other\n"));
        lines.write("n1", "one", "main", true, bytes("oops\n"));
        lines.write("n1", "one", "main", false, bytes("lo\r\nwithout end"));
        lines.write("n1", "one", "side", false, bytes("car\n"));
        lines.finish("n1");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("two: other\none: oops\none: hello\none/side: car\none: without end\n");
    }

    @Test
    void aLineWithoutEndIsPrintedInParts() {
        var out = new ByteArrayOutputStream();
        var lines = new LogLines(new PrintStream(out, true, StandardCharsets.UTF_8), Style.PLAIN);
        lines.write("n", "n", "main", false, bytes("x".repeat(150_000)));
        lines.finish("n");
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(printed.chars().filter(c -> c == 'x').count()).isEqualTo(150_000);
        assertThat(printed.lines()).hasSize(3);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
