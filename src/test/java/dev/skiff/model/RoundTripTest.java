package dev.skiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.config.ReflectionTargets;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private static final int SEEDS = 40;

    private final ObjectMapper mapper = ModelMapper.strict();

    static Stream<Class<?>> records() {
        return Arrays.stream(ReflectionTargets.class
                        .getAnnotation(RegisterForReflection.class)
                        .targets())
                .filter(type -> type.isRecord() && type.getPackage() == Workflow.class.getPackage());
    }

    @ParameterizedTest
    @MethodSource("records")
    void anyValueOfTheModelIsTheSameAfterWritingAndReading(Class<?> type) {
        LongStream.range(0, SEEDS).forEach(seed -> {
            Object value = new RandomValues(seed).of(type);
            assertThat(readBack(value))
                    .as("%s, seed %d", type.getSimpleName(), seed)
                    .isEqualTo(value);
        });
    }

    @Test
    void theModelHasManyRecordsAndTheTestSeesThemAll() {
        List<String> names = records().map(Class::getSimpleName).toList();
        assertThat(names).hasSizeGreaterThan(110).contains("Workflow", "Template", "NodeStatus", "CronWorkflow");
    }

    @Test
    void everyRecordOfThePackageIsRegisteredForTheNativeExecutable() throws Exception {
        Path classes = Path.of(Workflow.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/skiff/model");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (String file :
                    files.map(f -> f.getFileName().toString()).sorted().toList()) {
                Class<?> type = Class.forName("dev.skiff.model." + file.replace(".class", ""));
                if (type.isRecord() && type != Bundle.class && type.getEnclosingClass() == null) {
                    found.add(type.getSimpleName());
                }
            }
        }
        assertThat(records().map(Class::getSimpleName)).containsExactlyInAnyOrderElementsOf(found);
    }

    @Test
    void anEmptyTextIsAValueAndAnAbsentOneIsNot() {
        Parameter empty = Parameter.builder().name("x").value("").build();
        Parameter absent = Parameter.builder().name("x").build();
        assertThat(write(empty)).isEqualTo("{\"name\":\"x\",\"value\":\"\"}");
        assertThat(write(absent)).isEqualTo("{\"name\":\"x\"}");
        assertThat(readBack(empty)).isEqualTo(empty).isNotEqualTo(absent);
    }

    @Test
    void emptyListsAndMapsAreLeftOut() {
        assertThat(write(new WorkflowTemplateRef(null, "x"))).isEqualTo("{\"name\":\"x\"}");
        assertThat(write(Outputs.builder().build())).isEqualTo("{}");
    }

    private Object readBack(Object value) {
        try {
            return mapper.readValue(write(value), value.getClass());
        } catch (Exception e) {
            throw new AssertionError("not read back: " + value, e);
        }
    }

    private String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (Exception e) {
            throw new AssertionError("not written: " + value, e);
        }
    }
}
