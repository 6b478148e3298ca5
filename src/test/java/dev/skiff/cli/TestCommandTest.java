package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dskiff.golden.write=true} writes the expected output anew, to be read and judged by a person. */
class TestCommandTest {
    private static final Path SUITE = Path.of("src/test/resources/suite");

    @TempDir
    Path directory;

    @Test
    void theTestsOfTheDemoPass() {
        var outcome = InProcess.in(directory).run("test", "docs");

        assertThat(outcome.out() + outcome.err()).endsWith("4 tests, all passed\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void everyKindOfStepCanBeRehearsed() {
        var outcome = InProcess.in(directory).run("test", SUITE + "/kinds.test.yaml");

        assertThat(outcome.out() + outcome.err()).endsWith("2 tests, all passed\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void everyFailureIsToldAtItsPlaceWithWhatCame() throws IOException {
        Path golden = SUITE.resolve("failing.txt");

        var outcome = InProcess.in(directory).run("test", SUITE + "/failing.test.yaml");

        String printed = outcome.out() + outcome.err();
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(golden, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(golden));
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileWithUnknownKeysIsNotPlayed() {
        var outcome = InProcess.in(directory).run("test", SUITE + "/unusable.test.yaml");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains(
                        "unusable.test.yaml:5:5: tests[0].expct: unknown field 'expct' in TestCase (did you mean 'expect'?)")
                .contains("unknown field 'pharse' in Expected (did you mean 'phase'?)")
                .contains("the required field 'node' is missing");
    }

    @Test
    void resultsAreWrittenAsJunitXml() throws Exception {
        Path file = directory.resolve("junit.xml");

        var outcome = InProcess.in(directory)
                .run("test", SUITE + "/failing.test.yaml", "--junit", file.toString(), "--filter", "*succeed*");

        assertThat(outcome.exitCode()).isEqualTo(1);
        var suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        assertThat(suites.getAttribute("tests")).isEqualTo("1");
        assertThat(suites.getAttribute("failures")).isEqualTo("1");
        var test = (org.w3c.dom.Element) suites.getElementsByTagName("testcase").item(0);
        assertThat(test.getAttribute("name")).isEqualTo("without expectations it has to succeed <&>");
        assertThat(test.getTextContent()).contains("expected Succeeded, but it is Failed");
    }

    @Test
    void hundredsOfTestsTakeASecond() throws IOException {
        int many = 500;
        StringBuilder text = new StringBuilder("version: 1\nworkflow: demo.yml\ntests:\n");
        for (int i = 0; i < many; i++) {
            text.append("  - {name: t")
                    .append(i)
                    .append(", parameters: {max: 3}, expect: {ran: [{template: square, times: 2}]}}\n");
        }
        Files.copy(Path.of("src/main/resources/demo/workflow.yml"), directory.resolve("demo.yml"));
        Path file = Files.writeString(directory.resolve("many.test.yaml"), text);
        InProcess skiff = InProcess.in(directory);
        skiff.run("test", file.toString());

        long before = System.nanoTime();
        var outcome = skiff.run("test", file.toString());
        double seconds = (System.nanoTime() - before) / 1e9;

        System.out.printf("%.0f workflow tests a second%n", many / seconds);
        assertThat(outcome.exitCode()).isZero();
        assertThat(many / seconds).as("tests a second").isGreaterThan(100);
    }
}
