package dev.skiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "container|{}|true",
                "script|{\"image\":\"i\",\"source\":\"s\"}|true",
                "containerSet|{\"containers\":[]}|true",
                "steps|[]|false",
                "dag|{\"tasks\":[]}|false",
                "suspend|{}|false",
                "resource|{\"action\":\"get\"}|true",
                "http|{\"url\":\"u\"}|false",
                "plugin|{\"p\":{}}|false",
                "data|{\"source\":{},\"transformation\":[]}|true"
            })
    void theOneBodyThatIsSetIsTheBody(String field, String json, boolean startsPod) throws JsonProcessingException {
        TemplateBody body = read("{\"%s\":%s}".formatted(field, json)).body();
        assertThat(body.field()).isEqualTo(field);
        assertThat(body.startsPod()).isEqualTo(startsPod);
    }

    @Test
    void noneOrSeveralBodiesAreUnclear() throws JsonProcessingException {
        assertThat(read("{}").body()).isEqualTo(new TemplateBody.Unclear(List.of()));
        assertThat(read("{\"suspend\":{},\"steps\":[[]]}").body())
                .isEqualTo(new TemplateBody.Unclear(List.of("steps", "suspend")));
    }

    @Test
    void aScriptGivesItsContainer() throws JsonProcessingException {
        ScriptTemplate script = ModelMapper.strict()
                .readValue(
                        "{\"image\":\"python\",\"command\":[\"python\"],\"source\":\"print(1)\",\"env\":[{\"name\":\"A\",\"value\":\"b\"}]}",
                        ScriptTemplate.class);
        assertThat(script.container().getImage()).isEqualTo("python");
        assertThat(script.container().getCommand()).containsExactly("python");
        assertThat(script.container().getEnv().getFirst().getValue()).isEqualTo("b");
    }

    private static Template read(String json) throws JsonProcessingException {
        return ModelMapper.strict().readValue(json, Template.class);
    }
}
