package dev.skiff.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.model.ModelMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Argo's own examples, where they lie beside the repository. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "shared", "argo", "examples");

    @BeforeEach
    void examplesAreThere() {
        Assumptions.assumeTrue(Files.isDirectory(EXAMPLES), "no ../shared/argo/examples");
    }

    @Test
    void allExamplesAsOneSetHaveNoErrors() throws IOException {
        List<Problem> problems = Lint.check(examples());
        assertThat(problems).filteredOn(p -> p.severity() == Severity.ERROR).isEmpty();
        // what is left: references to resources that are not in this part of the examples, and one duplicate key
        assertThat(problems)
                .extracting(Problem::message)
                .allMatch(message -> message.contains("in these documents") || message.contains("is there twice"));
    }

    @Test
    void everyExampleIsTheSameAfterWritingAndReading() throws IOException {
        ObjectMapper mapper = ModelMapper.strict();
        List<Located> objects = examples().objects();
        assertThat(objects).hasSizeGreaterThan(130);
        for (Located located : objects) {
            String json = mapper.writeValueAsString(located.object());
            assertThat(mapper.readValue(json, located.object().getClass()))
                    .as(located.map().file())
                    .isEqualTo(located.object());
            Loaded again = Manifests.load(List.of(Texts.source("again.json", json)));
            assertThat(again.problems()).isEmpty();
            assertThat(again.objects().getFirst().object()).isEqualTo(located.object());
        }
    }

    private static Loaded examples() throws IOException {
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                sources.add(new Source(file.toString(), Files.readAllBytes(file)));
            }
        }
        return Manifests.load(sources);
    }
}
