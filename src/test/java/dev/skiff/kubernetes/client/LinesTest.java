package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of bytes is cut into lines wherever its pieces begin and end. */
class LinesTest {
    private final List<String> seen = new ArrayList<>();
    private final Lines lines = new Lines(l -> seen.add(new String(l, StandardCharsets.UTF_8)), 10);

    private void take(String... pieces) {
        lines.take(Arrays.stream(pieces)
                .map(p -> ByteBuffer.wrap(p.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    @Test
    void severalLinesMayComeInOnePiece() {
        take("a\nbb\n\nccc\n");

        assertThat(seen).containsExactly("a", "bb", "ccc");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        take("a\nb", "b");
        assertThat(seen).containsExactly("a");

        lines.finish();
        assertThat(seen).containsExactly("a", "bb");
    }

    @Test
    void aLineThatIsTooLongIsNotGathered() {
        take("1234", "567890");
        assertThatThrownBy(() -> take("x")).isInstanceOf(KubeProblem.class).hasMessageContaining("10 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void piecesOfAnySizeGiveTheSameLines(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            wanted.add("ü" + "x".repeat(random.nextInt(8)));
        }
        byte[] all = (String.join("\n", wanted) + "\n").getBytes(StandardCharsets.UTF_8);

        for (int at = 0; at < all.length; ) {
            int size = Math.min(all.length - at, 1 + random.nextInt(7));
            lines.take(List.of(ByteBuffer.wrap(all, at, size)));
            at += size;
        }

        assertThat(seen).isEqualTo(wanted);
    }
}
