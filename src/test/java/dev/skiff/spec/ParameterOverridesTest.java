package dev.skiff.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterOverridesTest {

    private static final String WORKFLOW = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: x}
            spec:
              entrypoint: main
              arguments:
                parameters:
                  - {name: kept, value: "1"}
                  - {name: replaced, valueFrom: {expression: "'x'"}, enum: [a, b]}
              templates:
                - name: main
                  inputs: {parameters: [{name: added}]}
                  container: {image: alpine, args: ["{{workflow.parameters.added}}"]}
            """;

    // PARAM-17
    @Test
    void givenValuesComeFirstThenTheRemainingOnes() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("added", "");
        values.put("replaced", "b");
        Loaded loaded = Texts.load(WORKFLOW).withParameters(values);
        List<Parameter> parameters =
                loaded.bundle().workflows().getFirst().spec().arguments().parameters();
        assertThat(parameters).extracting(Parameter::name).containsExactly("added", "replaced", "kept");
        assertThat(parameters).extracting(Parameter::value).containsExactly("", "b", "1");
        assertThat(parameters.get(1).valueFrom()).isNull();
        assertThat(parameters.get(1).enumValues()).containsExactly("a", "b");
    }

    @Test
    void lintSeesTheGivenValues() {
        Loaded loaded = Texts.load(WORKFLOW);
        assertThat(Lint.check(loaded)).isNotEmpty();
        assertThat(Lint.check(loaded.withParameters(Map.of("added", "x")))).isEmpty();
        assertThat(Lint.check(loaded.withParameters(Map.of("added", "x", "replaced", "c"))))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("'c' is not in the enum"));
    }
}
