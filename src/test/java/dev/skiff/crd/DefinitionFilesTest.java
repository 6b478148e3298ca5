package dev.skiff.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** {@code make crds} (-Dskiff.golden.write=true) writes the files anew. */
class DefinitionFilesTest {

    private static final Path FILES = Path.of("k8s/crds");
    private static final Path DESCRIPTIONS = Path.of("src/test/resources/crd/descriptions.tsv");

    /** What Kubernetes takes in all annotations of an object; client-side apply keeps the whole object in one. */
    private static final int APPLIED_CLIENT_SIDE = 256 * 1024;

    @ParameterizedTest
    @EnumSource
    void theFileIsWhatTheModelSays(Definition definition) throws IOException {
        String expected = text(definition, Descriptions.read(DESCRIPTIONS));
        Path file = FILES.resolve(definition.fileName());
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(file, expected);
        }

        assertThat(file).as("the model has changed: run `make crds`").hasContent(expected);
    }

    @ParameterizedTest
    @EnumSource
    void theFileCanBeAppliedFromTheClientSide(Definition definition) throws IOException {
        byte[] json = new ObjectMapper().writeValueAsBytes(definition.document(Descriptions.read(DESCRIPTIONS)));

        assertThat(json.length).isLessThan(APPLIED_CLIENT_SIDE);
        assertThat(FILES.resolve(definition.fileName()))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(APPLIED_CLIENT_SIDE));
    }

    @Test
    void everyDescriptionIsOfAField() throws IOException {
        Descriptions descriptions = Descriptions.read(DESCRIPTIONS);
        for (Definition definition : Definition.values()) {
            definition.document(descriptions);
        }

        assertThat(descriptions.unused()).isEmpty();
    }

    @Test
    void everyFileIsOfADefinitionOrListsThem() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<String> names = Stream.concat(
                            Stream.of("kustomization.yaml"),
                            Stream.of(Definition.values()).map(Definition::fileName))
                    .toList();

            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private static String text(Definition definition, Descriptions descriptions) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setWidth(140)
                .setIndent(2)
                .build();
        return "# Made from the records of dev.skiff.model by `make crds`: do not edit.\n"
                + new Dump(settings).dumpToString(definition.document(descriptions));
    }
}
