package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** VOL-04. {@code in-x.yaml}: a pod's spec, then patches in their order; {@code out-x.json}: the spec, or the error, that comes out. */
class PodSpecPatchGoldenTest {
    private static final Path ROOT = Path.of("src", "test", "resources", "pod", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> inputs() throws IOException {
        return files().stream().filter(f -> name(f).startsWith("in-")).toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void thePatchedSpecIsThatOfTheGoldenFile(Path input) throws IOException {
        assertThat(shown(input) + "\n").isEqualTo(Files.readString(output(input)));
    }

    @Test
    void noFileIsUnused() throws IOException {
        List<Path> used = inputs().stream()
                .flatMap(in -> Stream.of(in, output(in)))
                .sorted()
                .toList();
        assertThat(files()).containsExactlyElementsOf(used);
    }

    private static String shown(Path input) throws IOException {
        List<String> documents = List.of(Files.readString(input).split("(?m)^---\n"));
        try {
            ObjectNode spec = PatchText.read(documents.getFirst());
            ObjectNode before = spec.deepCopy();
            ObjectNode patched = PatchText.apply(spec, documents.subList(1, documents.size()));
            assertThat(spec).as("the spec that is patched").isEqualTo(before);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(patched);
        } catch (StrategicMerge.Unfit e) {
            return "error: " + e.getMessage();
        }
    }

    private static Path output(Path input) {
        return input.resolveSibling(name(input).replaceFirst("^in-", "out-").replaceFirst("\\.yaml$", ".json"));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.sorted().toList();
        }
    }
}
