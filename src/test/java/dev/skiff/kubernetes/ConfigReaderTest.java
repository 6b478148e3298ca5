package dev.skiff.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code in-*.yaml} is the data of a ConfigMap, {@code out-*.json} what it means; {@code -Dskiff.golden.write=true} writes the latter anew. */
class ConfigReaderTest {

    private static final Path FILES = Path.of("src/test/resources/kubernetes/config");

    static Stream<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(f -> f.getFileName().toString().startsWith("in-")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theMapMeansWhatTheFileBesideSays(Path input) throws IOException {
        Path golden = FILES.resolve(
                input.getFileName().toString().replaceFirst("in-", "out-").replace(".yaml", ".json"));

        String read = shown(ConfigReader.read(data(Files.readString(input))));

        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(golden, read);
        }
        assertThat(golden).hasContent(read);
    }

    @Test
    void everyFileIsUsed() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.count()).isEqualTo(2 * inputs().count());
        }
    }

    @Test
    void withoutAMapArgosDefaultsHold() {
        assertThat(ControllerConfig.defaults())
                .isEqualTo(ConfigReader.read(Map.of("config", "")).config());
    }

    private static Map<String, String> data(String yaml) {
        Map<String, String> data = new HashMap<>();
        ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml))
                .forEach((key, value) -> data.put(String.valueOf(key), String.valueOf(value)));
        return data;
    }

    private static String shown(ControllerConfig.Read read) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = mapper.createObjectNode();
        for (var component : ControllerConfig.class.getRecordComponents()) {
            tree.set(component.getName(), value(component.getName(), read.config()));
        }
        tree.set("notices", mapper.valueToTree(read.notices()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    private static JsonNode value(String name, ControllerConfig config) throws IOException {
        try {
            Object value = ControllerConfig.class.getMethod(name).invoke(config);
            boolean ours = value != null
                    && (value instanceof Record r && r.getClass().getEnclosingClass() == ControllerConfig.class
                            || value instanceof PersistenceConfig
                            || value instanceof java.time.Duration
                            || value instanceof Map);
            return ours
                    ? new ObjectMapper().getNodeFactory().textNode(String.valueOf(value))
                    : ModelMapper.strict().valueToTree(value);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }
}
