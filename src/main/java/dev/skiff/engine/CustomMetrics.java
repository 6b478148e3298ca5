package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Resolution;
import dev.skiff.expr.Scope;
import dev.skiff.expr.TemplateText;
import dev.skiff.expr.Unresolved;
import dev.skiff.expr.WhenExpression;
import dev.skiff.model.Metrics;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import dev.skiff.model.Prometheus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a node or a workflow that has ended, or, for those in real time, goes on (MET-01). What is wrong with one metric is told and
 * keeps neither the others nor the workflow from anything.
 */
public final class CustomMetrics {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final double MILLIS = 1000;

    private static final Pattern TAG = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private final Scope scope;
    private final Map<String, Lasting> lasting;
    private final String owner;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private CustomMetrics(Scope scope, Map<String, Lasting> lasting, String owner) {
        this.scope = scope;
        this.lasting = lasting;
        this.owner = owner;
    }

    /** What a gauge in real time can show. */
    private record Lasting(
            @Nullable Instant since, @Nullable Instant until) {}

    /**
     * @param measurements the values to emit
     * @param problems sentences for the condition MetricsError
     */
    public record Result(List<Measurement> measurements, List<String> problems) {

        public Result {
            measurements = List.copyOf(measurements);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What a node's metrics are about.
     *
     * @param fulfilled whether nobody waits for the node any more
     */
    public record Subject(Metrics metrics, NodeStatus node, boolean fulfilled) {}

    /**
     * The workflow around them.
     *
     * @param names what {@code workflow.…} stands for, by the whole name
     */
    public record InWorkflow(
            String uid,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Map<String, @Nullable Object> names) {

        /** As it is at the moment. */
        public static InWorkflow of(Run run, Instant at) {
            Map<String, @Nullable Object> names = new LinkedHashMap<>();
            Machine.present(run.globals, "globals").collect(at, names);
            if (run.finished() && run.phase != null) {
                names.put("workflow.status", run.phase.text());
            }
            String uid = run.workflow().metadata().getUid();
            return new InWorkflow(uid == null ? run.name() : uid, run.startedAt, run.finishedAt, names);
        }
    }

    /** Null for a node that has none: its template has none, or was not executed; and attempts leave theirs to the node around them. */
    public static @Nullable Subject of(Run run, String nodeId) {
        Node node = run.nodes.get(nodeId);
        Metrics metrics = node == null || node.template == null ? null : node.template.template.metrics();
        if (node == null || metrics == null || node.retried) {
            return null;
        }
        boolean executed =
                switch (node.type) {
                    case POD, STEPS, DAG, RETRY, SUSPEND, HTTP, PLUGIN ->
                        node.phase != NodePhase.SKIPPED && node.phase != NodePhase.OMITTED;
                    case STEP_GROUP, TASK_GROUP, SKIPPED, CONTAINER -> false;
                };
        return executed ? new Subject(metrics, Snapshots.node(run, node), node.fulfilled()) : null;
    }

    /** Of the workflow itself; null for one without. */
    public static @Nullable Metrics of(Run run) {
        // one that is refused at its opening has neither
        return run.spec == null || run.globals == null ? null : run.spec.metrics();
    }

    /** The metrics of a template whose node has ended; those in real time too, for the last time. */
    public static Result ended(Subject subject, InWorkflow workflow) {
        NodeStatus node = subject.node();
        Instant end = node.finishedAt() == null ? node.startedAt() : node.finishedAt();
        return of(subject, workflow, seconds(node.startedAt(), end), end)
                .all(subject.metrics().prometheus());
    }

    /** Those of a template whose node has begun that show how long it takes while it goes on. */
    public static Result begun(Subject subject, InWorkflow workflow) {
        return of(subject, workflow, "0", null).all(inRealTime(subject.metrics()));
    }

    /** The metrics of a workflow that has ended. */
    public static Result ended(Metrics metrics, InWorkflow workflow) {
        return of(workflow, workflow.finishedAt()).all(metrics.prometheus());
    }

    /** Those of a workflow that has begun that show how long it takes while it goes on. */
    public static Result begun(Metrics metrics, InWorkflow workflow) {
        return of(workflow, null).all(inRealTime(metrics));
    }

    private static List<Prometheus> inRealTime(Metrics metrics) {
        return metrics.prometheus().stream().filter(CustomMetrics::isInRealTime).toList();
    }

    private static boolean isInRealTime(Prometheus metric) {
        return metric.gauge() != null && Boolean.TRUE.equals(metric.gauge().realtime());
    }

    private static CustomMetrics of(Subject subject, InWorkflow workflow, String duration, @Nullable Instant end) {
        Map<String, @Nullable Object> names = ofNode(subject.node());
        names.put("duration", duration);
        return new CustomMetrics(
                Scope.layered(Scope.of(names), Scope.of(workflow.names())),
                Map.of(
                        "duration",
                        new Lasting(subject.node().startedAt(), end),
                        "workflow.duration",
                        new Lasting(workflow.startedAt(), workflow.finishedAt())),
                workflow.uid());
    }

    private static CustomMetrics of(InWorkflow workflow, @Nullable Instant end) {
        return new CustomMetrics(
                Scope.of(workflow.names()),
                Map.of("workflow.duration", new Lasting(workflow.startedAt(), end)),
                workflow.uid());
    }

    private Result all(List<Prometheus> metrics) {
        metrics.forEach(this::compute);
        return new Result(measurements, problems);
    }

    /** {@code 1.234000}, as Argo writes a duration: seconds with six digits behind the point. */
    public static String seconds(@Nullable Instant from, @Nullable Instant to) {
        Duration time = from == null || to == null ? Duration.ZERO : Duration.between(from, to);
        return String.format(Locale.ROOT, "%.6f", time.toMillis() / MILLIS);
    }

    private static Map<String, @Nullable Object> ofNode(NodeStatus node) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        if (node.phase() != null) {
            names.put("status", node.phase().text());
        }
        if (node.type() == NodeType.RETRY) {
            names.put("retries", String.valueOf(Math.max(0, node.children().size() - 1)));
        }
        names.put("resourcesDuration.cpu", "0");
        names.put("resourcesDuration.memory", "0");
        node.resourcesDuration().forEach((resource, value) -> names.put("resourcesDuration." + resource, "" + value));
        if (node.inputs() != null) {
            parameters("inputs.parameters.", node.inputs().parameters(), names);
        }
        if (node.outputs() != null) {
            parameters("outputs.parameters.", node.outputs().parameters(), names);
            put(names, "outputs.result", node.outputs().result());
            put(names, "exitCode", node.outputs().exitCode());
        }
        return names;
    }

    private static void parameters(String prefix, List<Parameter> parameters, Map<String, @Nullable Object> names) {
        parameters.forEach(p -> put(names, prefix + p.name(), p.value()));
    }

    private static void put(Map<String, @Nullable Object> names, String name, @Nullable String value) {
        if (value != null) {
            names.put(name, value);
        }
    }

    private void compute(Prometheus metric) {
        try {
            String name = text("name", metric.name());
            if (!NAME.matcher(name).matches()) {
                throw new Unusable("its name has to be made of letters, digits and '_'");
            }
            if (metric.when() == null || metric.when().isEmpty() || holds(metric.when())) {
                String help = text("help", metric.help());
                measurements.add(new Measurement(name, help, labels(metric), change(metric)));
            }
        } catch (Unusable e) {
            problems.add("metric '" + metric.name() + "': " + e.getMessage());
        }
    }

    private boolean holds(String when) throws Unusable {
        String substituted = text("when", when);
        try {
            return WhenExpression.evaluate(substituted);
        } catch (ExprException e) {
            throw new Unusable("when '" + substituted + "': " + e.getMessage());
        }
    }

    private Map<String, String> labels(Prometheus metric) throws Unusable {
        Map<String, String> labels = new LinkedHashMap<>();
        for (var label : metric.labels()) {
            if (!LABEL.matcher(label.key()).matches()) {
                throw new Unusable("the label '" + label.key() + "' has to be made of letters, digits and '_'");
            }
            labels.put(label.key(), text("label " + label.key(), label.value()));
        }
        return labels;
    }

    private Measurement.Change lasts(String value) throws Unusable {
        var tag = TAG.matcher(value);
        Lasting shown = tag.matches() ? lasting.get(tag.group(1)) : null;
        if (shown == null || shown.since() == null) {
            throw new Unusable("a gauge in real time can show " + String.join(" and ", new TreeSet<>(lasting.keySet()))
                    + ", each alone, as {{duration}}; not '" + Texts.start(value) + "'");
        }
        return new Measurement.Change.Lasts(owner, shown.since(), shown.until());
    }

    private Measurement.Change change(Prometheus metric) throws Unusable {
        if (metric.counter() != null) {
            double by = number(metric.counter().value());
            if (by < 0) {
                throw new Unusable("a counter cannot grow by " + by);
            }
            return new Measurement.Change.Increase(by);
        } else if (metric.histogram() != null) {
            List<Double> bounds = metric.histogram().buckets().stream()
                    .map(BigDecimal::doubleValue)
                    .toList();
            return new Measurement.Change.Observe(number(metric.histogram().value()), bounds);
        } else if (metric.gauge() != null) {
            if (isInRealTime(metric)) {
                return lasts(metric.gauge().value());
            }
            double value = number(metric.gauge().value());
            String operation = metric.gauge().operation();
            return switch (operation == null ? "" : operation) {
                case "", "Set" -> new Measurement.Change.Set(value);
                case "Add" -> new Measurement.Change.Shift(value);
                case "Sub" -> new Measurement.Change.Shift(-value);
                default -> throw new Unusable("the operation '" + operation + "' is none of Set, Add and Sub");
            };
        }
        throw new Unusable("it is none of counter, gauge and histogram");
    }

    private double number(String value) throws Unusable {
        String substituted = text("value", value).strip();
        try {
            return Double.parseDouble(substituted);
        } catch (NumberFormatException e) {
            throw new Unusable("the value '" + Texts.start(substituted) + "' is no number");
        }
    }

    private String text(String what, String text) throws Unusable {
        return switch (TemplateText.parse(text).resolve(scope, Unresolved.FAIL)) {
            case Resolution.Done done -> done.text();
            case Resolution.Failed failed ->
                throw new Unusable(what + " '" + Texts.start(text) + "': " + failed.message());
        };
    }

    /** One metric cannot be emitted. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
