package dev.skiff.spec;

import static dev.skiff.spec.Texts.load;
import static dev.skiff.spec.Texts.problems;
import static dev.skiff.spec.Texts.source;
import static dev.skiff.spec.Texts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Parameter;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {

    // MET-06
    @Test
    void documentsAreSortedByKindAndOtherKindsAreNamed() {
        Loaded loaded = load("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {a: b}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: password}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: work}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                ---
                apiVersion: argoproj.io/v1alpha1
                kind: Sensor
                metadata: {name: s}
                ---
                """ + workflow("suspend: {}"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.bundle().configMaps())
                .singleElement()
                .satisfies(c -> assertThat(c.getData()).containsEntry("a", "b"));
        assertThat(loaded.bundle().secrets()).hasSize(1);
        assertThat(loaded.bundle().persistentVolumeClaims()).hasSize(1);
        assertThat(loaded.bundle().workflows()).hasSize(1);
        assertThat(loaded.bundle().other()).containsExactly("Deployment/web", "Sensor/s");
    }

    @ParameterizedTest
    @CsvSource({
        "yes,true",
        "on,true",
        "y,true",
        "off,false",
        "0644,420",
        "0x10,16",
        "1e3,1000",
        "1_000,1000",
        "'''yes''',yes",
        "2001-01-01,2001-01-01"
    })
    void unquotedValuesMeanWhatTheyMeanToKubernetes(String written, String value) {
        Loaded loaded = load(workflow("inputs: {parameters: [{name: x, value: %s}]}\nsuspend: {}".formatted(written)));
        assertThat(loaded.problems()).isEmpty();
        assertThat(parameter(loaded).value()).isEqualTo(value);
    }

    @Test
    void octalModesAreNumbers() {
        Loaded loaded = load(workflow("inputs: {artifacts: [{name: x, path: /x, mode: 0755}]}\nsuspend: {}"));
        assertThat(template(loaded).inputs().artifacts().getFirst().mode()).isEqualTo(493);
    }

    @Test
    void anchorsAliasesAndMergeKeysAreFollowed() {
        Loaded loaded = load(workflow("""
                inputs:
                  parameters:
                    - &first {name: a, value: "1", description: d}
                    - {<<: *first, name: b}
                suspend: {}
                """));
        assertThat(loaded.problems()).isEmpty();
        Parameter b = template(loaded).inputs().parameters().get(1);
        assertThat(b)
                .isEqualTo(Parameter.builder()
                        .name("b")
                        .value("1")
                        .description("d")
                        .build());
    }

    // STEPS-17
    @Test
    void stepsAreListsOfListsOfKnownFields() {
        assertThat(problems(load(workflow("""
                steps:
                  - {name: a, template: b}
                  - - {name: a, tmplate: b}
                """))))
                .containsExactly(
                        "in.yaml:10:11: spec.templates[0].steps[0]: expected a list, but this is a mapping (key: value) (begin each element with '- ')",
                        "in.yaml:11:23: spec.templates[0].steps[1][0].tmplate: unknown field 'tmplate' in WorkflowStep (did you mean 'template'?)");
    }

    // MET-06
    @Test
    void everyStructuralProblemIsFoundAtOnceWithItsPlace() {
        Loaded loaded = load(workflow("""
                parallelism: "3"
                daemon: "true"
                nodeSelector: [a]
                inputs:
                  parameters:
                    - vallue: 1
                container:
                  imag: alpine
                  args: echo
                """));
        assertThat(problems(loaded))
                .containsExactly(
                        "in.yaml:9:20: spec.templates[0].parallelism: expected a whole number, but this is the text \"3\" (remove the quotes)",
                        "in.yaml:10:15: spec.templates[0].daemon: expected true or false, but this is the text \"true\" (remove the quotes)",
                        "in.yaml:11:21: spec.templates[0].nodeSelector: expected a mapping (key: value), but this is a list",
                        "in.yaml:14:13: spec.templates[0].inputs.parameters[0].vallue: unknown field 'vallue' in Parameter (did you mean 'value'?)",
                        "in.yaml:14:13: spec.templates[0].inputs.parameters[0]: the required field 'name' is missing",
                        "in.yaml:16:9: spec.templates[0].container.imag: unknown field 'imag' in Container (did you mean 'image'?)",
                        "in.yaml:17:15: spec.templates[0].container.args: expected a list, but this is the text \"echo\" (begin each element with '- ')");
        assertThat(loaded.bundle().workflows()).isEmpty();
        assertThat(loaded.broken()).containsExactly("Workflow/");
    }

    @Test
    void aNumberForATextIsTakenWithAWarning() {
        Loaded loaded = load(workflow("suspend: {duration: 20}"));
        assertThat(problems(loaded))
                .containsExactly(
                        "in.yaml:9:27: warning: spec.templates[0].suspend.duration: expected a text, but this is the number 20; it is taken as \"20\" (put it in quotes: Kubernetes does not take it like this)");
        assertThat(template(loaded).suspend().duration()).isEqualTo("20");
    }

    @Test
    void aBrokenDocumentDoesNotHideTheNextOne() {
        Loaded loaded = load("a: [\n---\n" + workflow("suspend: {}") + "---\na: b: c\n");
        assertThat(loaded.bundle().workflows()).hasSize(1);
        assertThat(loaded.problems()).extracting(Problem::line).containsExactly(2, 13);
    }

    @Test
    void aTagWithoutQuotesIsExplained() {
        Loaded loaded = load(workflow("container: {image: {{inputs.parameters.image}}}"));
        assertThat(problems(loaded)).first().asString().contains("must be quoted");
    }

    @Test
    void aDuplicateKeyIsAWarningAndTheLastOneCounts() {
        Loaded loaded = load(workflow("suspend: {duration: \"1\", duration: \"2\"}"));
        assertThat(problems(loaded))
                .singleElement()
                .asString()
                .contains("in.yaml:9:32: warning: the key 'duration' is there twice");
        assertThat(template(loaded).suspend().duration()).isEqualTo("2");
    }

    // CONFLICT-08
    @Test
    void fieldsOfArgo3AreNamedWithTheirSuccessor() {
        Loaded loaded = load(workflow("suspend: {}\nsynchronization: {mutex: {name: x}}"));
        assertThat(problems(loaded)).singleElement().asString().contains("the list 'mutexes'");
    }

    @Test
    void kindsAndVersionsThatAreMistypedAreNotIgnored() {
        Loaded loaded = load("""
                apiVersion: argoproj.io/v1alpha1
                kind: Worflow
                ---
                apiVersion: argoproj.io/v1
                kind: Workflow
                metadata: {name: x}
                spec: {}
                ---
                kind: Workflow
                ---
                apiVersion: argoproj.io/v1alpha1
                spec: {}
                """);
        assertThat(problems(loaded))
                .containsExactly(
                        "in.yaml:2:7: kind: unknown kind 'Worflow' (did you mean 'Workflow'?)",
                        "in.yaml:4:13: apiVersion: unknown apiVersion 'argoproj.io/v1' (did you mean 'argoproj.io/v1alpha1'?)",
                        "in.yaml:9:1: the document has no 'apiVersion' (add 'apiVersion: argoproj.io/v1alpha1')",
                        "in.yaml:11:1: the document has no 'kind' (for example 'kind: Workflow')");
    }

    @Test
    void jsonIsReadWithPlacesToo() {
        String json =
                "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Workflow\",\n\t\"metadata\":{\"name\":\"x\"},\n\t\"spec\":{\"suspend\":3}}";
        Loaded loaded = Manifests.load(List.of(source("x.json", json)));
        assertThat(problems(loaded))
                .containsExactly("x.json:3:20: spec.suspend: expected true or false, but this is the number 3");
        assertThat(problems(Manifests.load(List.of(source("x.json", "{\"a\":\n1,}")))))
                .first()
                .asString()
                .startsWith("x.json:2:3: not valid JSON");
    }

    @Test
    void theStatusOfAnotherVersionMayHaveMoreFields() {
        Loaded loaded = load(workflow("suspend: {}") + "status: {phase: Running, somethingNew: 1, startedAt: null}\n");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.bundle().workflows().getFirst().status().phase().text())
                .isEqualTo("Running");
    }

    private static Template template(Loaded loaded) {
        Workflow workflow = loaded.bundle().workflows().getFirst();
        return workflow.spec().templates().getFirst();
    }

    private static Parameter parameter(Loaded loaded) {
        return template(loaded).inputs().parameters().getFirst();
    }
}
