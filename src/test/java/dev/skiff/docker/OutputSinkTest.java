package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.pod.OutputText;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.TaskRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputSinkTest {

    private final RecordingListener heard = new RecordingListener();
    private final OutputSink sink = new OutputSink(new TaskRef("wf", "a"), "main", heard, true);

    private void out(String text) {
        sink.accept(false, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLogReadAgainFromItsBeginningRepeatsNothing() {
        out("one ");
        sink.accept(true, new byte[] {'!'});
        out("two");

        sink.fromTheBeginning();
        out("one two thr");
        sink.accept(true, new byte[] {'!', '?'});
        out("ee");

        assertThat(heard.stdout("a")).isEqualTo("one two three");
        assertThat(heard.stderr("a")).isEqualTo("!?");
        assertThat(sink.result()).isEqualTo("one two three");
    }

    /** Pieces of every size; 200 texts, each from its own seed. */
    @Test
    void theResultIsTheLast256KiBHoweverTheOutputIsCut() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OutputSink one = new OutputSink(new TaskRef("wf", "x" + seed), "main", new RecordingListener(), true);
            StringBuilder all = new StringBuilder();
            int pieces = random.nextInt(30);
            for (int i = 0; i < pieces; i++) {
                int length = random.nextInt(10) == 0 ? random.nextInt(700_000) : random.nextInt(40_000);
                String piece = String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
                all.append(piece);
                one.accept(false, piece.getBytes(StandardCharsets.UTF_8));
            }
            String expected = all.substring(Math.max(0, all.length() - OutputText.MAX_RESULT));
            assertThat(one.result().equals(expected)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void framesAreToldApartWhateverTheirSize() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, 1, "x".repeat(100_000));
        frame(frames, 2, "oops");
        frame(frames, 1, "");
        frame(frames, 1, "end");

        OutputFrames.copy(new ByteArrayInputStream(frames.toByteArray()), sink::accept);

        assertThat(heard.stdout("a")).isEqualTo("x".repeat(100_000) + "end");
        assertThat(heard.stderr("a")).isEqualTo("oops");
        assertThat(sink.firstErrorWords()).isEqualTo("oops");
    }

    @Test
    void aStreamThatEndsInAFrameIsNotWhole() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, 1, "hello");
        byte[] cut = Arrays.copyOf(frames.toByteArray(), frames.size() - 1);

        assertThatThrownBy(() -> OutputFrames.copy(new ByteArrayInputStream(cut), sink::accept))
                .isInstanceOf(EOFException.class);
    }

    private static void frame(ByteArrayOutputStream to, int stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.write(stream);
        to.writeBytes(new byte[3]);
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.write(bytes.length >> shift);
        }
        to.writeBytes(bytes);
    }
}
