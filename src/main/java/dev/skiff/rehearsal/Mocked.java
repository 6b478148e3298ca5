package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.expr.GoDuration;
import dev.skiff.model.Artifact;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Parameter;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.Template;
import dev.skiff.model.ValueFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers from mocks, and invents what they do not say. Of the mocks that fit a step, one by node path comes before one by template, and of
 * two of a kind the later one; each field is taken from the first that has it.
 */
public final class Mocked implements Answers {
    private static final Duration USUAL = Duration.ofSeconds(1);

    private final String run;
    private final List<Mock> mocks;
    private final Inventor inventor;
    private final boolean approves;
    private final Set<Mock> used = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Map<String, Map<String, String>> invented = new LinkedHashMap<>();

    /**
     * @param run the workflow's name
     * @param mocks in the order in which they are given
     * @param approves whether suspended nodes that no mock answers and no duration ends are let go on at once
     */
    public Mocked(String run, List<Mock> mocks, Inventor inventor, boolean approves) {
        this.run = run;
        this.mocks = mocks;
        this.inventor = inventor;
        this.approves = approves;
    }

    /** The mocks that fitted no step that ran. */
    public List<Mock> unused() {
        return mocks.stream().filter(m -> !used.contains(m)).toList();
    }

    /** What is wrong with mocks, each a sentence, as far as the run came to them. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Which outputs of a node were invented, and why so: {@code parameters.x} or {@code result} → "used by withParam" or empty. */
    public Map<String, String> invented(String nodeId) {
        return invented.getOrDefault(nodeId, Map.of());
    }

    @Override
    public Answer task(Task task, NodeStatus node) {
        Template template = task.template();
        List<Mock> fitting = fitting(node, nameOf(template));
        Integer exit = first(fitting, Mock::exitCode);
        String error = first(fitting, Mock::error);
        Mock.Response response = first(fitting, Mock::http);
        TaskState.Results results = results(task, template, node, fitting, response);
        String message = first(fitting, Mock::message);
        String refused = error != null || template.http() == null || response == null ? null : refusal(task, response);
        Duration duration = first(fitting, m -> duration(m.duration(), m));
        boolean daemon = Boolean.TRUE.equals(template.daemon());
        Duration lasts = duration == null && daemon && exit == null && error == null
                ? null
                : duration == null ? USUAL : duration;
        if (error != null) {
            return new Answer(lasts, Verdict.ERROR, null, error, TaskState.Results.NONE);
        }
        if (refused != null) {
            return new Answer(lasts, Verdict.FAILED, null, message == null ? refused : message, results);
        }
        if (exit != null && exit != 0) {
            String said = message == null ? "main: Error (exit code " + exit + ")" : message;
            return new Answer(lasts, Verdict.FAILED, exit, said, results);
        }
        return switch (task.kind()) {
            case POD -> new Answer(lasts, Verdict.SUCCEEDED, 0, "", results);
            case HTTP, DATA, RESOURCE -> new Answer(lasts, Verdict.SUCCEEDED, exit, "", results);
        };
    }

    @Override
    public Optional<Approval> suspended(NodeStatus node) {
        String template = node.templateName() == null ? "" : node.templateName();
        List<Mock> fitting = fitting(node, template);
        Mock.Approval given = first(fitting, Mock::suspend);
        List<Parameter> expected = node.outputs() == null
                ? List.of()
                : node.outputs().parameters().stream()
                        .filter(p -> p.value() == null)
                        .toList();
        if (given == null) {
            return approves ? Optional.of(approval(node, template, expected)) : Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        given.parameters().forEach((name, value) -> {
            if (!value.isNull()) {
                values.put(name, Mock.text(value));
            }
        });
        NodePhase phase = NodePhase.SUCCEEDED;
        try {
            phase = given.phase() == null ? phase : NodePhase.of(given.phase());
        } catch (IllegalArgumentException e) {
            problems.add("suspend.phase: " + e.getMessage());
        }
        Mock mock = fitting.getFirst();
        Duration after = given.after() == null ? Duration.ZERO : duration(given.after(), mock);
        return Optional.of(new Approval(
                after == null ? Duration.ZERO : after,
                phase == null ? NodePhase.SUCCEEDED : phase,
                given.message() == null ? "" : given.message(),
                values));
    }

    private Approval approval(NodeStatus node, String template, List<Parameter> expected) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter p : expected) {
            Inventor.Invented value = inventor.output(template, p);
            values.put(p.name(), value.value());
            mark(node, "parameters." + p.name(), value);
        }
        return new Approval(Duration.ZERO, NodePhase.SUCCEEDED, "", values);
    }

    private static String nameOf(Template template) {
        return template.name() == null ? "" : template.name();
    }

    // --- which mocks ---

    private List<Mock> fitting(NodeStatus node, String template) {
        String path = NodePath.of(run, node.name());
        boolean attempt =
                node.nodeFlag() != null && Boolean.TRUE.equals(node.nodeFlag().retried());
        String whole = attempt ? NodePath.withoutAttempt(path) : path;
        int number = attempt ? NodePath.attempt(node.name()) : 0;
        List<Mock> byNode = new ArrayList<>();
        List<Mock> byTemplate = new ArrayList<>();
        for (Mock mock : mocks.reversed()) {
            String glob = mock.node();
            if (glob != null && (NodePath.matches(glob, path) || NodePath.matches(glob, whole))) {
                add(mock, number, byNode);
            } else if (glob == null && template.equals(mock.template())) {
                add(mock, number, byTemplate);
            }
        }
        byNode.addAll(byTemplate);
        return byNode;
    }

    private void add(Mock mock, int attempt, List<Mock> to) {
        used.add(mock);
        if (!mock.attempts().isEmpty()) {
            to.add(mock.attempts().get(Math.min(attempt, mock.attempts().size() - 1)));
        }
        to.add(mock);
    }

    private static <T> @Nullable T first(List<Mock> mocks, Function<Mock, @Nullable T> field) {
        for (Mock mock : mocks) {
            T value = field.apply(mock);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Duration duration(@Nullable String text, Mock mock) {
        if (text == null) {
            return null;
        }
        Duration duration = GoDuration.parseOrSeconds(text.strip());
        if (duration == null || duration.isNegative()) {
            problems.add("the mock of " + mock.selector() + ": '" + text
                    + "' is not a duration; write for instance 30s, 5m or 1h30m");
        }
        return duration == null || duration.isNegative() ? Duration.ZERO : duration;
    }

    // --- outputs ---

    private TaskState.Results results(
            Task task, Template template, NodeStatus node, List<Mock> fitting, Mock.@Nullable Response response) {
        List<Parameter> declared =
                template.outputs() == null ? List.of() : template.outputs().parameters();
        check(template, fitting);
        Map<String, OutputFile> files = new LinkedHashMap<>();
        for (Parameter p : declared) {
            if (isRead(p.valueFrom())) {
                files.put(p.name(), file(template, node, fitting, p));
            }
        }
        Map<String, OutputArtifact> artifacts = new LinkedHashMap<>();
        if (template.outputs() != null) {
            for (Artifact a : template.outputs().artifacts()) {
                artifacts.put(a.name(), artifact(a, fitting));
            }
        }
        return new TaskState.Results(
                files, result(task, template, node, fitting, response), artifacts, members(template));
    }

    /** Whether an executor gives it. */
    private static boolean isRead(@Nullable ValueFrom from) {
        return from != null && (from.path() != null || from.jsonPath() != null || from.jqFilter() != null);
    }

    private OutputFile file(Template template, NodeStatus node, List<Mock> fitting, Parameter p) {
        JsonNode given = first(
                fitting,
                m -> m.outputs() == null ? null : m.outputs().parameters().get(p.name()));
        if (given != null) {
            return given.isNull() ? new OutputFile.Missing() : new OutputFile.Found(Mock.text(given));
        }
        Inventor.Invented value = inventor.output(nameOf(template), p);
        mark(node, "parameters." + p.name(), value);
        return new OutputFile.Found(value.value());
    }

    private static OutputArtifact artifact(Artifact declared, List<Mock> fitting) {
        String given = first(
                fitting,
                m -> m.outputs() == null ? null : m.outputs().artifacts().get(declared.name()));
        if ("missing".equals(given)) {
            return new OutputArtifact.Missing();
        }
        boolean placed = declared.s3() != null || declared.http() != null || declared.raw() != null;
        return new OutputArtifact.Saved(
                placed
                        ? declared
                        : declared.toBuilder().raw(new RawArtifact("invented")).build());
    }

    private @Nullable String result(
            Task task, Template template, NodeStatus node, List<Mock> fitting, Mock.@Nullable Response response) {
        JsonNode given =
                first(fitting, m -> m.outputs() == null ? null : m.outputs().result());
        if (given == null && response != null) {
            given = response.body();
        }
        if (given != null) {
            return given.isNull() ? null : Mock.text(given);
        }
        if (!task.captureResult() && task.kind() == Task.Kind.POD) {
            return null;
        }
        Inventor.Invented value = inventor.result(nameOf(template));
        mark(node, "result", value);
        return value.value();
    }

    private void mark(NodeStatus node, String output, Inventor.Invented value) {
        invented.computeIfAbsent(node.id(), id -> new LinkedHashMap<>()).put(output, value.why());
    }

    private static Map<String, TaskState.Member> members(Template template) {
        if (template.containerSet() == null) {
            return Map.of();
        }
        Map<String, TaskState.Member> members = new LinkedHashMap<>();
        template.containerSet()
                .containers()
                .forEach(c -> members.put(c.name(), new TaskState.Member(NodePhase.SUCCEEDED, "", 0, null, null)));
        return members;
    }

    /** An output that the template does not have is a typing error. */
    private void check(Template template, List<Mock> fitting) {
        List<String> parameters = template.outputs() == null
                ? List.of()
                : template.outputs().parameters().stream().map(Parameter::name).toList();
        List<String> artifacts = template.outputs() == null
                ? List.of()
                : template.outputs().artifacts().stream().map(Artifact::name).toList();
        for (Mock mock : fitting) {
            Mock.Given given = mock.outputs();
            if (given != null) {
                given.parameters().keySet().forEach(name -> check(template, "parameter", name, parameters));
                given.artifacts().keySet().forEach(name -> check(template, "artifact", name, artifacts));
            }
        }
    }

    private void check(Template template, String kind, String name, List<String> declared) {
        if (!declared.contains(name)) {
            problems.add("template '" + nameOf(template) + "' has no output " + kind + " '" + name + "'"
                    + DidYouMean.hintAfter("; ", name, declared));
        }
    }

    /** Why the response is none that the template takes (RES-04); null when it takes it. */
    private @Nullable String refusal(Task task, Mock.Response response) {
        int status = response.status() == null ? 200 : response.status();
        JsonNode body = response.body();
        return HttpConditions.refusal(task.template(), status, body == null ? "" : Mock.text(body), problems::add);
    }
}
