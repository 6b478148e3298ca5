package dev.skiff.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelMapperTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "1e3|1000",
                "1.0|1",
                "1.50|1.5",
                "-0.0|0",
                "1e21|1000000000000000000000",
                "true|true",
                "\"1e3\"|1e3",
                "12345678901234567890|12345678901234567890"
            })
    void numbersAndBooleansBecomeTheTextOfAParameter(String json, String text) throws JsonProcessingException {
        Parameter read = ModelMapper.strict()
                .readValue(
                        "{\"name\":\"x\",\"value\":%s,\"default\":%s,\"enum\":[%s]}".formatted(json, json, json),
                        Parameter.class);
        assertThat(read.value()).isEqualTo(text);
        assertThat(read.defaultValue()).isEqualTo(text);
        assertThat(read.enumValues()).containsExactly(text);
    }

    @Test
    void nullLeavesAParameterWithoutValue() throws JsonProcessingException {
        assertThat(ModelMapper.strict()
                        .readValue("{\"name\":\"x\",\"value\":null}", Parameter.class)
                        .value())
                .isNull();
    }

    @Test
    void timesAreWrittenInWholeSecondsAndReadWithAnyOffset() throws JsonProcessingException {
        Instant time = Instant.parse("2026-11-23T21:06:00.987Z");
        NodeStatus node = NodeStatus.builder()
                .id("a")
                .name("a")
                .type(NodeType.POD)
                .startedAt(time)
                .build();
        assertThat(ModelMapper.strict().writeValueAsString(node)).contains("\"startedAt\":\"2026-11-23T21:06:00Z\"");
        assertThat(ModelMapper.strict().readValue("\"2026-11-23T22:06:00.5+01:00\"", Instant.class))
                .isEqualTo("2026-11-23T21:06:00.500Z");
    }

    @Test
    void aTimeThatIsNoneIsRefusedWithAnExample() {
        assertThatThrownBy(() -> ModelMapper.strict().readValue("\"yesterday\"", Instant.class))
                .hasMessageContaining("2026-11-23T21:06:00Z");
    }

    // MET-06
    @Test
    void theStrictMapperRefusesUnknownFieldsAndTheLenientOneSkipsThem() throws JsonProcessingException {
        String json = "{\"duration\":\"1s\",\"durration\":\"2s\"}";
        assertThatThrownBy(() -> ModelMapper.strict().readValue(json, SuspendTemplate.class))
                .hasMessageContaining("durration");
        assertThat(ModelMapper.lenient().readValue(json, SuspendTemplate.class)).isEqualTo(new SuspendTemplate("1s"));
    }

    @Test
    void aNumberInPlaceOfATextIsRefusedByTheStrictMapper() {
        assertThatThrownBy(() -> ModelMapper.strict().readValue("{\"duration\":5}", SuspendTemplate.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aMissingRequiredFieldIsNamed() {
        assertThatThrownBy(() -> ModelMapper.strict().readValue("{\"value\":\"1\"}", Parameter.class))
                .hasMessageContaining("Parameter needs the field 'name'");
    }

    // PHASE-01
    @Test
    void anEmptyPhaseIsNoPhase() throws JsonProcessingException {
        assertThat(ModelMapper.strict()
                        .readValue("{\"phase\":\"\"}", WorkflowStatus.class)
                        .phase())
                .isNull();
        assertThatThrownBy(() -> ModelMapper.strict().readValue("{\"phase\":\"Done\"}", WorkflowStatus.class))
                .hasMessageContaining("Pending, Running, Succeeded, Failed, Error");
    }
}
