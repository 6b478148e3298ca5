package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanguageNeedsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void containersAndParametersNeedNothingMore() throws IOException {
        assertThat(needs("""
                spec:
                  arguments: {parameters: [{name: a, value: b}]}
                  templates:
                  - name: main
                    steps: [[{name: one, template: leaf, onExit: leaf, withItems: [1, 2]}]]
                  - name: leaf
                    outputs: {parameters: [{name: o, valueFrom: {path: /tmp/o}}]}
                    container: {image: a}
                """)).isEmpty();
    }

    @Test
    void eachFeatureOfLaterSlicesIsNamed() throws IOException {
        assertThat(needs("""
                spec:
                  arguments: {parameters: [{name: a, valueFrom: {configMapKeyRef: {name: c, key: k}}}]}
                  templates:
                  - name: main
                    dag: {tasks: [{name: one, templateRef: {name: t, template: u}}, {name: two, inline: {suspend: {}}}]}
                  - name: leaf
                    outputs: {artifacts: [{name: o, path: /tmp/o}]}
                    memoize: {key: k}
                    container: {image: a}
                """)).containsExactly("artifacts", "memoization", "parameters from ConfigMaps", "suspend templates", "templateRef");
    }

    @Test
    void emptyListsOfArtifactsAreNoNeed() throws IOException {
        assertThat(needs("spec: {templates: [{name: a, inputs: {artifacts: []}, container: {image: a}}]}")).isEmpty();
    }

    @Test
    void aNodeThatNoMachineIsNeedsACluster() throws IOException {
        String selector = "spec: {templates: [{name: a, nodeSelector: {beta.kubernetes.io/arch: %s}, container: {image: a}}]}";
        assertThat(LanguageNeeds.ofTheCluster(YAML.readTree(selector.formatted("no-such-arch")))).hasSize(1);
        assertThat(LanguageNeeds.ofTheCluster(YAML.readTree(selector.formatted("\"{{inputs.parameters.arch}}\"")))).isEmpty();
    }

    private static Set<String> needs(String yaml) throws IOException {
        return LanguageNeeds.of(YAML.readTree(yaml));
    }
}
