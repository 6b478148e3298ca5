package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.kubernetes.pods.PodReader.Going;
import dev.skiff.kubernetes.pods.PodReader.Over;
import dev.skiff.kubernetes.pods.PodReader.Reading;
import dev.skiff.kubernetes.pods.PodReader.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code in-x.json}: a pod as a real API server gave it, recorded with kubectl; {@code out-x.txt}: what becomes of the task, and what becomes of
 * it when the pod is deleted then.
 */
class PodReaderGoldenTest {
    private static final Path ROOT = Path.of("src", "test", "resources", "kubernetes", "reader");
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");
    private static final Shape MAIN = new Shape(List.of("main"), false, false, false);

    static List<Path> inputs() throws IOException {
        return files().stream().filter(f -> name(f).startsWith("in-")).toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void whatBecomesOfTheTaskIsThatOfTheGoldenFile(Path input) throws IOException {
        PodView pod = PodServices.view(Files.readAllBytes(input));
        String shown = shown(PodReader.read(pod, MAIN, null, NOW)) + "\nwhen it is gone: "
                + shown(PodReader.gone(pod, MAIN, null, NOW)) + "\n";
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(output(input), shown);
        }

        assertThat(shown).isEqualTo(Files.readString(output(input)));
    }

    @Test
    void noFileIsUnused() throws IOException {
        List<Path> used = inputs().stream()
                .flatMap(in -> Stream.of(in, output(in)))
                .sorted()
                .toList();
        assertThat(files()).containsExactlyElementsOf(used);
    }

    private static String shown(Reading reading) {
        return switch (reading) {
            case PodReader.Waiting w -> "Waiting: " + w.message();
            case Going g ->
                "Running since " + g.state().startedAt() + " on " + g.state().host() + " at "
                        + g.state().ip();
            case PodReader.Finishing _ -> "Finishing: the rest is to be ended";
            case Over o ->
                o.verdict() + ", exit code " + o.exitCode() + ", from " + o.startedAt() + " to " + o.finishedAt() + ": "
                        + o.message();
        };
    }

    private static Path output(Path input) {
        return input.resolveSibling(name(input).replaceFirst("^in-", "out-").replaceFirst("\\.json$", ".txt"));
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
