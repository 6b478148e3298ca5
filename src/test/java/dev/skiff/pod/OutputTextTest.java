package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.OutputFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTextTest {

    @Test
    void utf8IsTextToTheLastByte() {
        assertThat(OutputText.of("/o", "ä\0\n\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new OutputFile.Found("ä\0\n\n"));
    }

    @Test
    void whatIsNoUtf8IsNotReadable() {
        assertThat(OutputText.of("/o", new byte[] {'a', (byte) 0xFF}))
                .isEqualTo(new OutputFile.Unreadable("/o is not UTF-8 text; an output parameter is text"));
        assertThat(OutputText.of("/o", new byte[] {(byte) 0xC3})).isInstanceOf(OutputFile.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5 bytes",
        "1048575, 1048575 bytes",
        "1572864, 1572864 bytes (1.5 MiB)",
        "2147483648, 2147483648 bytes (2.0 GiB)"
    })
    void theSizeIsSaidForMachinesAndPeople(long size, String shown) {
        assertThat(OutputText.tooLarge("/o", size, 4))
                .isEqualTo(new OutputFile.Unreadable("/o is too large for an output parameter: it has " + shown
                        + ", the limit is 4 bytes; hand over large data as a file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "€", "😀"})
    void theResultBeginsWithAWholeCharacterWhereverItIsCut(String letter) {
        String text = letter.repeat(OutputText.MAX_RESULT);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int more = 0; more < 5; more++) {
            byte[] shifted = Arrays.copyOf(bytes, bytes.length + more);
            Arrays.fill(shifted, bytes.length, shifted.length, (byte) '!');

            String result = OutputText.result(shifted, shifted.length, true);

            assertThat(result.replace("!", "").replace(letter, "")).isEmpty();
            assertThat(result.getBytes(StandardCharsets.UTF_8))
                    .hasSizeBetween(OutputText.MAX_RESULT - 3, OutputText.MAX_RESULT);
        }
    }

    @Test
    void onlyWhatIsCutIsLeftOut() {
        byte[] rest = {(byte) 0xA4, 'x', '-'};

        assertThat(OutputText.result(rest, 2, true)).isEqualTo("\uFFFDx");
        assertThat(OutputText.result(rest, 2, false)).isEqualTo("x");
    }
}
