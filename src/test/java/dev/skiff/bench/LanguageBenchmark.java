package dev.skiff.bench;

import dev.skiff.expr.EvalContext;
import dev.skiff.expr.LoopItem;
import dev.skiff.expr.Resolution;
import dev.skiff.expr.Scope;
import dev.skiff.expr.TemplateText;
import dev.skiff.expr.Unresolved;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.rehearsal.suite.Failure;
import dev.skiff.rehearsal.suite.TestCase;
import dev.skiff.rehearsal.suite.Trial;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Expanding a withParam of 10,000 items with the texts of each, linting a workflow of one megabyte, and playing workflow tests; on one core. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:ActiveProcessorCount=1", "-Xms1g", "-Xmx1g"})
public class LanguageBenchmark {

    private static final int ITEMS = 10_000;
    private static final int MEGABYTE = 1_000_000;

    private static final int TESTS = 100;
    private static final EvalContext CONTEXT = EvalContext.at(Instant.EPOCH);

    private final String items = IntStream.range(0, ITEMS)
            .mapToObj(i -> "{\"name\":\"item-%d\",\"size\":%d}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]"));

    private final List<TemplateText> texts = List.of(
            TemplateText.parse("{{item.name}} of {{item}}"),
            TemplateText.parse("{{=asInt(item.size) > 100 ? sprig.upper(item.name) : 'small'}}"),
            TemplateText.parse("{{=item.name contains '7' and item.size != '0'}}"));

    private final List<Source> megabyte =
            List.of(new Source("large.yaml", workflow(MEGABYTE).getBytes(StandardCharsets.UTF_8)));

    private final TestCase test = new TestCase("all", null, null, null, Map.of(), List.of(), List.of(), null);
    private final Bundle noResources = new Bundle(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    private final Workflow folds = Manifests.load(
                    List.of(new Source("folds.yaml", """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Workflow
                    metadata: {generateName: folds-}
                    spec:
                      entrypoint: main
                      templates:
                      - name: main
                        dag:
                          tasks:
                          - {name: split, template: step}
                          - {name: fit, template: step, depends: split, withSequence: {count: 10}}
                          - {name: report, template: step, depends: fit}
                      - name: step
                        container: {image: busybox, command: ["true"]}
                    """.getBytes(StandardCharsets.UTF_8))))
            .bundle()
            .workflows()
            .getFirst();

    /** Two simple tags and two expressions for each item. */
    @Benchmark
    public int expandAndSubstitute() {
        int failed = 0;
        for (LoopItem item : LoopItem.parseList(items)) {
            Scope scope = Scope.of(item.variables());
            for (TemplateText text : texts) {
                failed += text.resolve(scope, Unresolved.FAIL, CONTEXT) instanceof Resolution.Done ? 0 : 1;
            }
        }
        if (failed > 0) {
            throw new IllegalStateException(failed + " texts could not be resolved");
        }
        return failed;
    }

    /** Reading included. */
    @Benchmark
    public List<Problem> lintOneMegabyte() {
        List<Problem> problems = Lint.check(Manifests.load(megabyte));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.getFirst().toString());
        }
        return problems;
    }

    /** Tests of a workflow with ten folds, each with invented outputs. */
    @Benchmark
    public int oneHundredWorkflowTests() {
        int failed = 0;
        for (int i = 0; i < TESTS; i++) {
            List<Failure> failures = Trial.of(test, List.of(), folds, noResources);
            failed += failures.size();
        }
        if (failed > 0) {
            throw new IllegalStateException(failed + " failures");
        }
        return failed;
    }

    /** A dag of 150 tasks calls each template; the templates fill the rest. */
    private static String workflow(int size) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {generateName: large-}
                spec:
                  entrypoint: main
                  arguments: {parameters: [{name: message, value: hello}]}
                  templates:
                    - name: main
                      dag:
                        tasks:
                """);
        for (int i = 0; i < 150; i++) {
            String depends = i == 0
                    ? ""
                    : "            depends: \"task-%d.Succeeded || task-%d.Skipped\"\n".formatted(i - 1, i - 1);
            String value = i == 0
                    ? "{{workflow.parameters.message}}"
                    : "{{tasks.task-%d.outputs.parameters.out}}".formatted(i - 1);
            yaml.append("          - name: task-%d\n            template: step-%d\n".formatted(i, i))
                    .append(depends);
            yaml.append("            when: \"'{{workflow.name}}' != '%d'\"\n".formatted(i));
            yaml.append("            arguments: {parameters: [{name: in, value: \"%s\"}]}\n".formatted(value));
        }
        for (int i = 0; i < 150; i++) {
            yaml.append("    - name: step-%d\n      inputs: {parameters: [{name: in}]}\n".formatted(i));
            yaml.append("      outputs: {parameters: [{name: out, valueFrom: {path: /tmp/out}}]}\n");
            yaml.append("      container:\n        image: alpine\n        args:\n");
            while (yaml.length() < (long) size * (i + 1) / 150) {
                yaml.append(
                        "          - \"{{inputs.parameters.in}} {{workflow.name}} {{=sprig.upper(inputs.parameters['in'])}}\"\n");
            }
        }
        return yaml.toString();
    }
}
