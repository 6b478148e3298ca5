package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every {@code in-*.yaml} below {@code src/test/resources/plan}, with the options in its first line, is printed as {@code out-*.txt}.
 * {@code -Dskiff.golden.write=true} writes those anew, to be read and judged by a person.
 */
class PlanCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/plan");
    private static final Path DEMO = Path.of("src/main/resources/demo/workflow.yml");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyPlan() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(f -> f.getFileName().toString().startsWith("in-")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> plan(file)));
        }
    }

    private void plan(Path file) throws IOException {
        String first = Files.readAllLines(file).getFirst();
        List<String> arguments = new java.util.ArrayList<>(List.of("plan", file.toString()));
        if (first.startsWith("# options: ")) {
            arguments.addAll(List.of(first.substring("# options: ".length()).split(" ")));
        }
        var outcome = InProcess.in(directory).run(arguments.toArray(String[]::new));
        Path golden = GOLDEN.resolve(
                file.getFileName().toString().replaceFirst("^in-", "out-").replaceFirst("yaml$", "txt"));
        String printed = outcome.err() + outcome.out() + "exit code " + outcome.exitCode() + "\n";
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(golden, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(golden));
    }

    @Test
    void theDemoIsPlannedWithTwoInventedNumbers() {
        var outcome = InProcess.in(directory).run("plan", DEMO.toString());

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("each ×2");
    }
}
