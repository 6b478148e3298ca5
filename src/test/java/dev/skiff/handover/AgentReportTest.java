package dev.skiff.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentReport.Failure;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.AgentReport.Saving;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentReportTest {

    @Test
    void everyReportIsReadAsItWasWritten() throws MalformedException {
        for (long seed = 0; seed < 2_000; seed++) {
            AgentReport report = report(new Random(seed));

            assertThat(AgentReport.decode(report.encode())).as("seed %d", seed).hasValue(report);
        }
    }

    /** A report that has been cut anywhere, or has other bytes in it, is refused or read: never anything else. */
    @Test
    void aDamagedReportIsRefused() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            String text = report(random).encode();
            String damaged =
                    random.nextBoolean() ? text.substring(0, random.nextInt(text.length())) : spoilt(text, random);
            try {
                AgentReport.decode(damaged);
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining("\n").hasNoCause();
            }
        }
    }

    @Test
    void muchTheSameIsWrittenSmall() {
        var report = new AgentReport(
                0, Map.of("out", new OutputFile.Found("line\n".repeat(100_000))), null, Map.of(), null, false);

        assertThat(report.encode()).startsWith("skiff1:").hasSizeLessThan(3500);
        assertThat(AgentReport.ended(0).encode()).isEqualTo("{\"skiff\":1,\"exitCode\":0}");
        assertThat(AgentReport.elsewhere(3).encode()).isEqualTo("{\"skiff\":1,\"exitCode\":3,\"posted\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "out of cheese", "{}", "{\"error\":\"mine\"}", "skiff", "null"})
    void whatACommandWritesItselfIsNoReport(String text) throws MalformedException {
        assertThat(AgentReport.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"skiff\":2}",
                "{\"skiff\":1",
                "{\"skiff\":1,\"parameters\":[]}",
                "{\"skiff\":1,\"parameters\":{\"a\":1}}",
                "{\"skiff\":1,\"parameters\":{\"a\":{}}}",
                "{\"skiff\":1,\"exitCode\":99999999999}",
                "skiff1:",
                "skiff1:###",
                "skiff1:H4sIAAAA"
            })
    void aReportThatIsNoneIsNamedSo(String text) {
        assertThatThrownBy(() -> AgentReport.decode(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void whatUnpacksToFarMoreThanAReportIsRefused() {
        assertThatThrownBy(() -> AgentReport.decode(Packed.pack(" ".repeat(17 << 20))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than");
    }

    /** A newer agent may give a reason that this controller has no name for. */
    @Test
    void anUnknownKindOfFailureIsTheAgents() throws MalformedException {
        var report =
                AgentReport.decode("{\"skiff\":1,\"failure\":{\"kind\":\"NOVEL\",\"message\":\"m\"},\"more\":[1.5]}");

        assertThat(report).hasValue(AgentReport.failed(Kind.AGENT, "m"));
    }

    private static AgentReport report(Random random) {
        Map<String, OutputFile> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parameters.put(
                    "p" + text(random),
                    switch (random.nextInt(4)) {
                        case 0 -> new OutputFile.Missing();
                        case 1 -> new OutputFile.Unreadable(text(random));
                        default -> new OutputFile.Found(text(random));
                    });
        }
        Map<String, Saving> artifacts = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            artifacts.put(
                    "a" + text(random),
                    switch (random.nextInt(3)) {
                        case 0 -> new Saving.Missing();
                        case 1 -> new Saving.Unsaved(text(random));
                        default -> new Saving.Saved();
                    });
        }
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return new AgentReport(
                random.nextInt(4) == 0 ? null : random.nextInt(256),
                parameters,
                random.nextBoolean() ? null : text(random),
                artifacts,
                random.nextInt(4) == 0 ? new Failure(kind, text(random)) : null,
                random.nextInt(8) == 0);
    }

    /** Everything that UTF-8 can write: quotes, line ends, NUL, letters of many scripts, characters beyond 16 bits. */
    private static String text(Random random) {
        int length = random.nextInt(8) == 0 ? random.nextInt(5_000) : random.nextInt(20);
        var text = new StringBuilder();
        while (text.length() < length) {
            int c = random.nextInt(3) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(128);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private static String spoilt(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
