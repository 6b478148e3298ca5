package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Measurement.Change;
import dev.skiff.model.Metrics;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomMetricsTest {

    private static final Instant T0 = Instant.parse("2026-11-25T12:00:00Z");
    private static final NodeStatus NODE = NodeStatus.builder()
            .id("n")
            .name("n")
            .type(NodeType.RETRY)
            .phase(NodePhase.FAILED)
            .startedAt(T0)
            .finishedAt(T0.plusSeconds(90))
            .children(List.of("a", "b", "c"))
            .resourcesDuration(Map.of("cpu", 4L))
            .outputs(Outputs.builder()
                    .result("17")
                    .exitCode("3")
                    .parameters(List.of(
                            Parameter.builder().name("size").value("2.5").build()))
                    .build())
            .build();

    private static final CustomMetrics.InWorkflow WORKFLOW = new CustomMetrics.InWorkflow(
            "uid", T0.minusSeconds(10), null, Map.of("workflow.name", "w", "workflow.duration", "3.000000"));

    private static CustomMetrics.Subject subject(Metrics metrics, boolean fulfilled) {
        return new CustomMetrics.Subject(metrics, NODE, fulfilled);
    }

    private static CustomMetrics.Result of(String yaml) throws IOException {
        Metrics metrics = ModelMapper.strict()
                .treeToValue(Serialization.yamlMapper().readTree("prometheus:\n" + yaml), Metrics.class);
        return CustomMetrics.ended(subject(metrics, true), WORKFLOW);
    }

    @Test
    void aValueIsSubstitutedAndReadAsANumber() throws IOException {
        var result = of("""
                - {name: c, help: h, counter: {value: '1'}, labels: [{key: wf, value: '{{workflow.name}}'}, {key: s, value: '{{status}}'}]}
                - {name: d, help: h, gauge: {value: '{{duration}}'}}
                - {name: r, help: h, gauge: {value: '{{retries}}', operation: Add}}
                - {name: o, help: h, gauge: {value: '{{outputs.parameters.size}}', operation: Sub}}
                - {name: x, help: h, histogram: {value: '{{outputs.result}}', buckets: [10, 2.5, 100]}}
                - {name: e, help: h, gauge: {value: '{{=asInt(exitCode) + 1}}'}}
                - {name: u, help: h, counter: {value: '{{resourcesDuration.cpu}}'}}
                """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.measurements())
                .contains(new Measurement("c", "h", Map.of("wf", "w", "s", "Failed"), new Change.Increase(1)))
                .extracting(Measurement::change)
                .containsExactly(
                        new Change.Increase(1),
                        new Change.Set(90),
                        new Change.Shift(2),
                        new Change.Shift(-2.5),
                        new Change.Observe(17, List.of(2.5, 10.0, 100.0)),
                        new Change.Set(4),
                        new Change.Increase(4));
    }

    // MET-01
    @Test
    void aMetricWhoseConditionIsFalseIsNotEmitted() throws IOException {
        var result = of("""
                - {name: a, help: h, counter: {value: '1'}, when: '{{status}} == Succeeded'}
                - {name: b, help: h, counter: {value: '1'}, when: '{{status}} == Failed'}
                """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.measurements()).extracting(Measurement::name).containsExactly("b");
    }

    @Test
    void whatIsWrongWithOneIsToldAndTheOthersAreEmitted() throws IOException {
        var result = of("""
                - {name: a, help: h, counter: {value: many}}
                - {name: b, help: h, counter: {value: '-1'}}
                - {name: c, help: h, counter: {value: '{{outputs.parameters.absent}}'}}
                - {name: d-e, help: h, counter: {value: '1'}}
                - {name: f, help: h}
                - {name: g, help: h, gauge: {value: '1', operation: Mul}}
                - {name: h, help: h, counter: {value: '1'}, labels: [{key: a-b, value: c}]}
                - {name: ok, help: h, counter: {value: '1'}}
                """);

        assertThat(result.measurements()).extracting(Measurement::name).containsExactly("ok");
        assertThat(result.problems())
                .containsExactly(
                        "metric 'a': the value 'many' is no number",
                        "metric 'b': a counter cannot grow by -1.0",
                        "metric 'c': value '{{outputs.parameters.absent}}': failed to resolve {{outputs.parameters.absent}}",
                        "metric 'd-e': its name has to be made of letters, digits and '_'",
                        "metric 'f': it is none of counter, gauge and histogram",
                        "metric 'g': the operation 'Mul' is none of Set, Add and Sub",
                        "metric 'h': the label 'a-b' has to be made of letters, digits and '_'");
    }

    @Test
    void aWorkflowsMetricsKnowTheWorkflow() throws IOException {
        Metrics metrics = ModelMapper.strict()
                .treeToValue(
                        Serialization.yamlMapper()
                                .readTree("prometheus: [{name: a, help: h, gauge: {value: '{{workflow.duration}}'}}]"),
                        Metrics.class);

        assertThat(CustomMetrics.ended(metrics, WORKFLOW).measurements())
                .extracting(Measurement::change)
                .containsExactly(new Change.Set(3));
    }

    // MET-01
    @Test
    void thoseInRealTimeShowHowLongItTakes() throws IOException {
        Metrics metrics =
                ModelMapper.strict().treeToValue(Serialization.yamlMapper().readTree("""
                prometheus:
                - {name: a, help: h, gauge: {realtime: true, value: '{{duration}}'}}
                - {name: b, help: h, gauge: {realtime: true, value: '{{workflow.duration}}'}}
                - {name: c, help: h, gauge: {realtime: true, value: '{{duration}}0'}}
                - {name: d, help: h, gauge: {value: '1'}}
                """), Metrics.class);
        var begun = CustomMetrics.begun(subject(metrics, false), WORKFLOW);

        assertThat(begun.measurements())
                .extracting(Measurement::change)
                .containsExactly(new Change.Lasts("uid", T0, null), new Change.Lasts("uid", T0.minusSeconds(10), null));
        assertThat(begun.problems())
                .containsExactly("metric 'c': a gauge in real time can show duration and workflow.duration, each alone,"
                        + " as {{duration}}; not '{{duration}}0'");
        assertThat(CustomMetrics.ended(subject(metrics, true), WORKFLOW).measurements())
                .extracting(Measurement::change)
                .contains(new Change.Lasts("uid", T0, T0.plusSeconds(90)), new Change.Set(1));
    }
}
