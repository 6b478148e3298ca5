package dev.skiff.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.ArtifactPaths;
import dev.skiff.model.Bundle;
import dev.skiff.model.Data;
import dev.skiff.model.DataSource;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.TransformationStep;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.ListedArtifacts;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-09. */
class DataWorkTest {
    private static final List<String> KEYS = List.of("b/2.pdf", "a.txt", "b/1.pdf");

    private static Outcome perform(ListedArtifacts store, String... expressions) throws Exception {
        return perform(store, "{\"name\": \"test\", \"s3\": {\"key\": \"in\"}}", expressions);
    }

    private static Outcome perform(ListedArtifacts store, String source, String[] expressions) throws Exception {
        var paths = ModelMapper.strict().readValue(source, ArtifactPaths.class);
        var steps = Arrays.stream(expressions).map(TransformationStep::new).toList();
        var template = Template.builder()
                .name("list")
                .data(new Data(new DataSource(paths), steps))
                .build();
        var task = new Task(
                new Task.Id("run", "run-1", "run.a", "run-1"),
                Task.Kind.DATA,
                () -> template,
                List::of,
                true,
                null,
                Task.Extras.NONE);
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName("run").build())
                .spec(WorkflowSpec.builder().build())
                .build();
        var nothing = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        try (var work = new DataWork(store)) {
            return work.perform(task, new RunContext(workflow, nothing), line -> {});
        }
    }

    @Test
    void withoutATransformationTheResultIsTheKeysInTheOrderOfTheStore() throws Exception {
        var store = new ListedArtifacts(KEYS);
        var outcome = perform(store);

        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.results().stdout()).isEqualTo("[\"b/2.pdf\",\"a.txt\",\"b/1.pdf\"]");
        assertThat(store.asked().name()).isEqualTo("test");
        assertThat(store.asked().s3().key()).isEqualTo("in");
    }

    /** Else the whole repository would be listed. */
    @Test
    void aSourceThatNamesNoPlaceOfItsOwnIsRefused() throws Exception {
        var store = new ListedArtifacts(KEYS);
        var outcome = perform(store, "{\"name\": \"test\", \"from\": \"{{inputs.artifacts.x}}\"}", new String[0]);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.message()).contains("artifactPaths takes no 'from'");
    }

    @Test
    void eachTransformationGetsWhatTheOneBeforeGave() throws Exception {
        var outcome = perform(
                new ListedArtifacts(KEYS), "filter(data, {# endsWith \".pdf\"})", "map(data, {# + \".processed\"})");

        assertThat(outcome.results().stdout()).isEqualTo("[\"b/2.pdf.processed\",\"b/1.pdf.processed\"]");
    }

    @ParameterizedTest
    @CsvSource({"len(data), 3", "data[0], '\"b/2.pdf\"'", "nil, null", "'{\"n\": len(data)}', '{\"n\":3}'"})
    void anyValueIsWrittenAsJson(String expression, String json) throws Exception {
        assertThat(perform(new ListedArtifacts(KEYS), expression).results().stdout())
                .isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"'filter(data, unknown)', unknown", "data +, 'step 1'", "workflow.name, workflow"})
    void anExpressionThatFailsIsNamed(String expression, String why) throws Exception {
        var outcome = perform(new ListedArtifacts(KEYS), "data", expression);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.message())
                .startsWith("main: Error (exit code 64): unable to process data template: unable to process data"
                        + " transformation: error processing data step 1: ")
                .contains(why, "^");
    }

    @Test
    void aStoreThatCannotBeListedFailsWithItsOwnWords() throws Exception {
        assertThat(perform(ListedArtifacts.broken("there is no bucket 'b'")).message())
                .isEqualTo("main: Error (exit code 64): unable to process data template: unable to process data source:"
                        + " unable to source artifact paths: there is no bucket 'b'");
    }
}
