package dev.skiff.rehearsal.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.expr.GoDuration;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.rehearsal.NodePath;
import dev.skiff.rehearsal.Played;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what came of a run with what was expected; finds everything that is wrong. */
final class Judge {
    private final Scene scene;
    private final Played played;
    private final List<Failure> failures = new ArrayList<>();

    Judge(Played played) {
        this.played = played;
        this.scene = new Scene(played);
    }

    List<Failure> failures(Expected expected) {
        run(expected);
        parameters(
                expected.outputs(),
                played.run().status().outputs(),
                "the workflow's output",
                List.of("expect", "outputs"));
        for (int i = 0; i < expected.nodes().size(); i++) {
            nodes(expected.nodes().get(i), List.of("expect", "nodes", i));
        }
        for (int i = 0; i < expected.ran().size(); i++) {
            count(expected.ran().get(i), List.of("expect", "ran", i));
        }
        for (int i = 0; i < expected.neverRan().size(); i++) {
            String selector = expected.neverRan().get(i);
            List<NodeStatus> ran = scene.ran(selector);
            if (!ran.isEmpty()) {
                fail(List.of("expect", "neverRan", i), "'" + selector + "' ran: " + paths(ran));
            }
        }
        order(expected.order());
        parallel(expected.parallel());
        return failures;
    }

    private void fail(List<Object> path, String message) {
        failures.add(new Failure(path, message));
    }

    private static List<Object> at(List<Object> path, Object... more) {
        List<Object> longer = new ArrayList<>(path);
        longer.addAll(List.of(more));
        return longer;
    }

    private void same(List<Object> path, String what, @Nullable String expected, @Nullable String actual) {
        if (expected != null && !expected.equals(actual)) {
            differs(path, what, expected, actual);
        }
    }

    private void differs(List<Object> path, String what, String expected, @Nullable String actual) {
        fail(
                path,
                what + ": expected " + shown(expected) + ", but it is "
                        + (actual == null ? "not there" : shown(actual)));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "''" : text.contains("\n") ? "'" + text.replace("\n", "\\n") + "'" : text;
    }

    private void like(List<Object> path, String what, @Nullable String pattern, String actual) {
        if (pattern != null && !NodePath.matches(pattern, actual)) {
            differs(path, what, pattern, actual);
        }
    }

    private void lasts(List<Object> path, String what, @Nullable String expected, @Nullable Duration actual) {
        if (expected == null) {
            return;
        }
        Duration wanted = GoDuration.parseOrSeconds(expected.strip());
        if (wanted == null) {
            fail(path, "'" + expected + "' is not a duration; write for instance 30s, 5m or 1h30m");
        } else if (!wanted.equals(actual)) {
            differs(path, what, GoDuration.format(wanted), actual == null ? null : GoDuration.format(actual));
        }
    }

    private void run(Expected expected) {
        String wanted = expected.phase() == null ? WorkflowPhase.SUCCEEDED.text() : expected.phase();
        WorkflowPhase phase = played.run().phase();
        String actual = phase == null ? "Pending" : phase.text();
        String why = played.run().message();
        String said = actual + (why.isEmpty() ? "" : " (" + why + ")");
        if (!wanted.equals(actual)) {
            List<Object> path = expected.phase() == null ? List.of("name") : List.of("expect", "phase");
            differs(path, "phase of the workflow", wanted, said + whyItWaits());
        }
        like(List.of("expect", "message"), "message of the workflow", expected.message(), why);
        lasts(
                List.of("expect", "duration"),
                "duration of the workflow",
                expected.duration(),
                Duration.between(played.startedAt(), played.lastAt()));
    }

    private String whyItWaits() {
        return switch (played.end()) {
            case FINISHED -> "";
            case WAITING ->
                ": nothing can happen any more, it waits for a person; waiting are "
                        + paths(played.run().nodes().stream()
                                .filter(n -> n.phase() != null
                                        && !n.phase().fulfilled()
                                        && n.children().isEmpty())
                                .toList());
            case ENDLESS -> ": cut off after " + played.run().nodeCount() + " nodes, since it would go on without end";
        };
    }

    private String paths(List<NodeStatus> nodes) {
        return String.join(", ", nodes.stream().map(scene::path).limit(10).toList());
    }

    // --- nodes ---

    private void nodes(Expected.OfNode expected, List<Object> path) {
        Map<String, NodeStatus> found = scene.nodes(expected.node());
        if (found.isEmpty()) {
            fail(at(path, "node"), scene.unknown(expected.node()));
        }
        found.forEach((name, node) -> node(expected, name, node, path));
    }

    private void node(Expected.OfNode expected, String name, NodeStatus node, List<Object> path) {
        String said = node.message() == null ? "" : node.message();
        String phase = node.phase() == null ? "Pending" : node.phase().text();
        if (expected.phase() != null && !expected.phase().equals(phase)) {
            differs(
                    at(path, "phase"),
                    "phase of " + name,
                    expected.phase(),
                    phase + (said.isEmpty() ? "" : " (" + said + ")"));
        }
        like(at(path, "message"), "message of " + name, expected.message(), said);
        List<Parameter> inputs =
                node.inputs() == null ? List.of() : node.inputs().parameters();
        expected.inputs()
                .forEach((input, value) -> same(
                        at(path, "inputs", input),
                        "input '" + input + "' of " + name,
                        text(value),
                        inputs.stream()
                                .filter(p -> p.name().equals(input))
                                .map(Parameter::value)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null)));
        Outputs outputs = node.outputs();
        parameters(expected.outputs(), outputs, "output of " + name + ",", at(path, "outputs"));
        same(
                at(path, "result"),
                "result of " + name,
                expected.result() == null ? null : text(expected.result()),
                outputs == null ? null : outputs.result());
        same(
                at(path, "exitCode"),
                "exit code of " + name,
                expected.exitCode() == null ? null : expected.exitCode().toString(),
                outputs == null ? null : outputs.exitCode());
        Instant begun = node.startedAt();
        lasts(
                at(path, "starts"),
                "start of " + name,
                expected.starts(),
                begun == null ? null : Duration.between(played.startedAt(), begun));
        lasts(
                at(path, "duration"),
                "duration of " + name,
                expected.duration(),
                begun == null || node.finishedAt() == null ? null : Duration.between(begun, node.finishedAt()));
    }

    private void parameters(Map<String, JsonNode> expected, @Nullable Outputs outputs, String what, List<Object> path) {
        List<Parameter> all = outputs == null ? List.of() : outputs.parameters();
        expected.forEach((name, value) -> same(
                at(path, name),
                what + " '" + name + "'",
                text(value),
                all.stream()
                        .filter(p -> p.name().equals(name))
                        .map(Parameter::value)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    // --- what ran, and when ---

    private void count(Expected.Count expected, List<Object> path) {
        if ((expected.template() == null) == (expected.node() == null)) {
            fail(path, "one of 'template' and 'node' says what is counted");
            return;
        }
        String selector = expected.template() == null ? expected.node() : "template:" + expected.template();
        int times = scene.ran(String.valueOf(selector)).size();
        Integer wanted = expected.times();
        if (wanted == null && times == 0) {
            fail(path, scene.unknown(String.valueOf(selector)));
        } else if (wanted != null && wanted != times) {
            String hint = times == 0 ? " (" + scene.unknown(String.valueOf(selector)) + ")" : "";
            fail(
                    at(path, "times"),
                    "'" + selector + "': expected to run " + times(wanted) + ", but it ran " + times(times) + hint);
        }
    }

    private static String times(int n) {
        return n == 1 ? "once" : n + " times";
    }

    private void order(List<String> selectors) {
        List<NodeStatus> before = List.of();
        for (int i = 0; i < selectors.size(); i++) {
            List<Object> path = List.of("expect", "order", i);
            List<NodeStatus> now = scene.ran(selectors.get(i));
            if (now.isEmpty()) {
                fail(path, scene.unknown(selectors.get(i)));
                continue;
            }
            for (NodeStatus later : now) {
                for (NodeStatus earlier : before) {
                    if (later.startedAt() == null || later.startedAt().isBefore(scene.end(earlier))) {
                        fail(
                                path,
                                scene.path(later) + " began " + since(later.startedAt()) + ", before "
                                        + scene.path(earlier) + " had ended (" + since(earlier.finishedAt()) + ")");
                    }
                }
            }
            before = now;
        }
    }

    private void parallel(List<String> selectors) {
        NodeStatus latest = null;
        NodeStatus first = null;
        for (int i = 0; i < selectors.size(); i++) {
            List<NodeStatus> ran = scene.ran(selectors.get(i));
            if (ran.isEmpty()) {
                fail(List.of("expect", "parallel", i), scene.unknown(selectors.get(i)));
            }
            for (NodeStatus node : ran) {
                boolean later = latest == null || begun(node).isAfter(begun(latest));
                latest = later ? node : latest;
                first = first == null || scene.end(node).isBefore(scene.end(first)) ? node : first;
            }
        }
        if (latest != null && first != null && !begun(latest).isBefore(scene.end(first))) {
            fail(
                    List.of("expect", "parallel"),
                    "not at one time: " + scene.path(first) + " had ended (" + since(first.finishedAt()) + ") when "
                            + scene.path(latest) + " began (" + since(latest.startedAt()) + ")");
        }
    }

    private static Instant begun(NodeStatus node) {
        return node.startedAt() == null ? Instant.MAX : node.startedAt();
    }

    private String since(@Nullable Instant at) {
        return at == null ? "never" : "after " + GoDuration.format(Duration.between(played.startedAt(), at));
    }
}
