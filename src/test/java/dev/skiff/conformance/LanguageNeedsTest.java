package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.engine.Unsupported;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LanguageNeedsTest {
    @Test
    void containersAndParametersNeedNothingMore() {
        assertThat(needs("""
                spec:
                  arguments: {parameters: [{name: a, value: b}]}
                  templates:
                  - name: main
                    steps: [[{name: one, template: leaf, hooks: {exit: {template: leaf}}, withItems: [1, 2]}]]
                  - name: leaf
                    outputs: {parameters: [{name: o, valueFrom: {path: /tmp/o}}]}
                    container: {image: a}
                """)).isEmpty();
    }

    @Test
    void eachFeatureOfLaterSlicesIsNamed() {
        assertThat(needs("""
                spec:
                  hooks: {running: {template: leaf, expression: 'true'}}
                  templates:
                  - name: main
                    dag: {tasks: [{name: one, templateRef: {name: t, template: u}}, {name: two, inline: {plugin: {}}}]}
                  - name: leaf
                    outputs: {artifacts: [{name: o, path: /tmp/o, gcs: {key: o}}]}
                    memoize: {key: k}
                    container: {image: a}
                """)).containsExactly("artifacts in gcs", "plugin templates");
    }

    @Test
    void aStoreThatTheWorkflowNamesIsAServer() {
        String workflow = "spec: {templates: [{name: a, inputs: {artifacts: [{name: b, path: /b, %s}]}}]}";
        assertThat(LanguageNeeds.ofServers(TruthCase.yaml(workflow.formatted("s3: {key: k}"))))
                .isEmpty();
        assertThat(LanguageNeeds.ofServers(TruthCase.yaml(workflow.formatted("s3: {key: k, bucket: c}"))))
                .containsExactly("a server of artifacts (s3)");
        assertThat(LanguageNeeds.ofServers(TruthCase.yaml(workflow.formatted("http: {url: d}"))))
                .containsExactly("a server of artifacts (http)");
    }

    @Test
    void aNodeThatNoMachineIsNeedsACluster() {
        String selector =
                "spec: {templates: [{name: a, nodeSelector: {beta.kubernetes.io/arch: %s}, container: {image: a}}]}";
        assertThat(LanguageNeeds.ofTheCluster(TruthCase.yaml(selector.formatted("no-such-arch"))))
                .hasSize(1);
        assertThat(LanguageNeeds.ofTheCluster(TruthCase.yaml(selector.formatted("\"{{inputs.parameters.arch}}\""))))
                .isEmpty();
    }

    /** Else a product that refuses too much would shrink what is compared, unseen. */
    @Test
    void theEngineRefusesExactlyTheExamplesWithSuchNeeds() throws JsonProcessingException {
        Path argo = Path.of("../shared/argo");
        Assumptions.assumeTrue(Files.isDirectory(argo.resolve("truth")), "needs ../shared/argo/truth");
        for (TruthCase example : TruthCase.all(argo)) {
            Workflow workflow = ModelMapper.lenient().treeToValue(example.workflow(), Workflow.class);
            assertThat(Unsupported.problems(workflow).isEmpty())
                    .as("%s: %s", example.name(), Unsupported.problems(workflow))
                    .isEqualTo(LanguageNeeds.of(example.workflow()).isEmpty());
        }
    }

    private static Set<String> needs(String yaml) {
        return LanguageNeeds.of(TruthCase.yaml(yaml));
    }
}
