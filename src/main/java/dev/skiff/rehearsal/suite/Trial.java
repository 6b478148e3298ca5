package dev.skiff.rehearsal.suite;

import dev.skiff.engine.Event;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.expr.GoDuration;
import dev.skiff.model.Bundle;
import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.rehearsal.Inventor;
import dev.skiff.rehearsal.Mock;
import dev.skiff.rehearsal.Mocked;
import dev.skiff.rehearsal.Played;
import dev.skiff.rehearsal.Rehearsal;
import dev.skiff.rehearsal.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plays one test and judges it. */
public final class Trial {
    private static final List<String> ASKS = List.of("stop", "terminate", "suspend", "resume");

    private final TestCase test;
    private final Bundle resources;
    private final List<Failure> failures = new ArrayList<>();

    private Trial(TestCase test, Bundle resources) {
        this.test = test;
        this.resources = resources;
    }

    /**
     * @param shared the file's mocks
     * @param file the workflow with its parameters
     * @return everything that is wrong; empty when the test is passed
     */
    public static List<Failure> of(TestCase test, List<Mock> shared, Workflow file, Bundle resources) {
        return new Trial(test, resources).play(shared, file);
    }

    private List<Failure> play(List<Mock> shared, Workflow file) {
        Instant start = test.start() == null ? Stage.START : test.start();
        Workflow workflow = Stage.set(file, "test", start, false);
        List<Event.Asked> requests = requests(start);
        checkMocks(workflow);
        if (!failures.isEmpty()) {
            return failures;
        }
        List<Mock> mocks = new ArrayList<>(shared);
        mocks.addAll(test.mocks());
        Mocked answers = new Mocked(workflow.metadata().getName(), mocks, Inventor.of(workflow, resources), false);
        Played played = Rehearsal.play(workflow, resources, answers, requests, start);
        answers.problems().forEach(problem -> failures.add(new Failure(List.of("mocks"), problem)));
        for (Mock unused : answers.unused()) {
            int own = indexOf(unused);
            if (own >= 0) {
                failures.add(new Failure(
                        List.of("mocks", own),
                        "the mock fits no step that ran"
                                + (unused.node() == null ? "" : ": " + new Scene(played).unknown(unused.node()))));
            }
        }
        failures.addAll(new Judge(played).failures(test.expect() == null ? Expected.SUCCESS : test.expect()));
        return failures;
    }

    private int indexOf(Mock mock) {
        for (int i = 0; i < test.mocks().size(); i++) {
            if (test.mocks().get(i) == mock) {
                return i;
            }
        }
        return -1;
    }

    /** A mock of nothing would be silent, and the test worth nothing. */
    private void checkMocks(Workflow workflow) {
        List<String> templates = Stream.of(
                        workflow.spec().templates().stream(),
                        resources.workflowTemplates().stream()
                                .map(WorkflowTemplate::spec)
                                .flatMap(s -> s.templates().stream()),
                        resources.clusterWorkflowTemplates().stream()
                                .map(ClusterWorkflowTemplate::spec)
                                .flatMap(s -> s.templates().stream()))
                .flatMap(s -> s)
                .map(Template::name)
                .map(String::valueOf)
                .toList();
        for (int i = 0; i < test.mocks().size(); i++) {
            Mock mock = test.mocks().get(i);
            String template = mock.template();
            if ((template == null) == (mock.node() == null)) {
                failures.add(
                        new Failure(List.of("mocks", i), "one of 'template' and 'node' says which steps are mocked"));
            } else if (template != null && !templates.contains(template)) {
                failures.add(new Failure(
                        List.of("mocks", i, "template"),
                        "there is no template '" + template + "'" + DidYouMean.hintAfter("; ", template, templates)));
            }
        }
    }

    private List<Event.Asked> requests(Instant start) {
        List<Event.Asked> asked = new ArrayList<>();
        for (int i = 0; i < test.requests().size(); i++) {
            TestCase.Ask ask = test.requests().get(i);
            Duration after = GoDuration.parseOrSeconds(ask.at().strip());
            Request request = request(ask, i);
            if (after == null || after.isNegative()) {
                failures.add(new Failure(
                        List.of("requests", i, "at"),
                        "'" + ask.at() + "' is not a duration; write for instance 30s, 5m or 1h30m"));
            } else if (request != null) {
                asked.add(new Event.Asked(request, start.plus(after)));
            }
        }
        return asked;
    }

    private @Nullable Request request(TestCase.Ask ask, int i) {
        NodeSelector nodes;
        try {
            nodes = NodeSelector.parse(ask.nodes() == null ? "" : ask.nodes());
        } catch (IllegalArgumentException e) {
            failures.add(new Failure(List.of("requests", i, "nodes"), String.valueOf(e.getMessage())));
            return null;
        }
        return switch (ask.ask()) {
            case "stop" -> nodes.isAll() ? new Request.Stop() : new Request.StopNodes(nodes, "");
            case "terminate" -> new Request.Terminate();
            case "suspend" -> new Request.Suspend();
            case "resume" -> new Request.Resume(nodes);
            default -> {
                failures.add(new Failure(
                        List.of("requests", i, "ask"),
                        "'" + ask.ask() + "' cannot be asked: " + String.join(", ", ASKS)
                                + DidYouMean.hintAfter("; ", ask.ask(), ASKS)));
                yield null;
            }
        };
    }
}
