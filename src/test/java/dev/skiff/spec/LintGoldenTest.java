package dev.skiff.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One directory for each group of rules; {@code in-x.yaml} gives exactly the problems of {@code out-x.txt}. */
class LintGoldenTest {

    private static final Path ROOT = Path.of("src", "test", "resources", "lint");

    static List<Path> inputs() throws IOException {
        return files().stream().filter(f -> name(f).matches("in-.*\\.yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theProblemsAreThoseOfTheGoldenFile(Path input) throws IOException {
        Source source = new Source(name(input), Files.readAllBytes(input));
        String found = ProblemFormat.TEXT.render(Lint.check(Manifests.load(List.of(source))));
        assertThat(found).isEqualTo(Files.readString(output(input))).isNotEmpty();
    }

    @Test
    void noFileIsUnused() throws IOException {
        List<Path> used = inputs().stream()
                .flatMap(in -> Stream.of(in, output(in)))
                .sorted()
                .toList();
        assertThat(files()).containsExactlyElementsOf(used);
    }

    private static Path output(Path input) {
        return input.resolveSibling(name(input).replaceFirst("^in-", "out-").replaceFirst("\\.yaml$", ".txt"));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
