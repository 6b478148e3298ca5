package dev.skiff.spec.rule;

import dev.skiff.expr.DependsExpression;
import dev.skiff.model.DAGTask;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.TemplateBody;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The graph of a dag template: known tasks, no cycle, one way to say what a task waits for (group DAG). */
final class DagRules implements Rule {

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (TemplateSite site : survey.templates()) {
            if (site.body() instanceof TemplateBody.Dag dag) {
                Map<String, CallSite> tasks = site.callsByName();
                site.calls().forEach(call -> task(call, tasks, report));
                targets(site, dag.dag().target(), tasks, report);
                styles(site, dag.dag().tasks(), report);
                new TaskGraph(tasks).cycle().ifPresent(cycle -> circle(site, tasks, cycle, report));
            }
        }
    }

    private static void circle(
            TemplateSite site, Map<String, CallSite> tasks, List<String> cycle, Consumer<Problem> report) {
        CallSite first = tasks.get(cycle.getFirst());
        report.accept(site.located()
                .error(
                        first == null ? site.path() : first.path(),
                        "the tasks wait for one another in a circle: " + String.join(" -> ", cycle),
                        "remove one of these dependencies"));
    }

    private static void task(CallSite call, Map<String, CallSite> tasks, Consumer<Problem> report) {
        DAGTask task = call.task();
        if (task == null) {
            return;
        }
        for (int i = 0; i < task.dependencies().size(); i++) {
            unknown(
                    call,
                    call.path().key("dependencies").index(i),
                    task.dependencies().get(i),
                    tasks,
                    report);
        }
        if (task.depends() != null && !task.dependencies().isEmpty()) {
            report.accept(call.located()
                    .error(
                            call.path().key("depends"),
                            "the task '%s' has both 'depends' and 'dependencies'".formatted(call.name()),
                            "keep 'depends'"));
        }
        if (task.depends() != null && task.continueOn() != null) {
            report.accept(call.located()
                    .error(
                            call.path().key("continueOn"),
                            "'continueOn' cannot be used together with 'depends'",
                            "say it in 'depends', for example 'a.Succeeded || a.Failed'"));
        }
        if (task.depends() != null) {
            depends(call, task.depends(), tasks, report);
        }
    }

    private static void depends(CallSite call, String text, Map<String, CallSite> tasks, Consumer<Problem> report) {
        DocPath path = call.path().key("depends");
        DependsTerms terms = DependsTerms.of(text);
        terms.problem().ifPresent(problem -> report.accept(call.located().error(path, problem)));
        for (String name : terms.tasks()) {
            unknown(call, path, name, tasks, report);
        }
        for (DependsExpression.Term term : terms.terms()) {
            CallSite other = tasks.get(term.task());
            if (other != null
                    && !other.loop().isLoop()
                    && term.result() != null
                    && term.result().isAboutItems()) {
                report.accept(call.located()
                        .error(
                                path,
                                "'%s.%s' asks about a loop, but the task '%s' has none"
                                        .formatted(term.task(), term.result().text(), term.task()),
                                "use Succeeded or Failed"));
            }
        }
    }

    /** One way to say dependencies in a template, and then no name that looks like a number (DAG-21). */
    private static void styles(TemplateSite site, List<DAGTask> tasks, Consumer<Problem> report) {
        boolean depends = tasks.stream().anyMatch(task -> task.depends() != null);
        boolean dependencies =
                tasks.stream().anyMatch(task -> !task.dependencies().isEmpty());
        DocPath path = site.path().key("dag").key("tasks");
        if (depends && dependencies) {
            report.accept(site.located()
                    .error(
                            path,
                            "some tasks have 'depends' and others 'dependencies'",
                            "use 'depends' for all of them"));
        }
        for (int i = 0; i < tasks.size(); i++) {
            String name = tasks.get(i).name();
            if ((depends || dependencies) && !name.isEmpty() && Character.isDigit(name.charAt(0))) {
                report.accept(site.located()
                        .error(
                                path.index(i).key("name"),
                                "the task name '%s' begins with a digit, which dependencies do not allow"
                                        .formatted(name)));
            }
        }
    }

    private static void unknown(
            CallSite call, DocPath path, String name, Map<String, CallSite> tasks, Consumer<Problem> report) {
        if (!tasks.containsKey(name)) {
            report.accept(call.located()
                    .error(
                            path,
                            "the task '%s' waits for '%s', which is no task of this template"
                                    .formatted(call.name(), name),
                            DidYouMean.hint(name, tasks.keySet())));
        }
    }

    private static void targets(
            TemplateSite site, @Nullable String target, Map<String, CallSite> tasks, Consumer<Problem> report) {
        if (target == null || target.contains("{{")) {
            return;
        }
        List<String> names =
                Arrays.stream(target.split(" ")).filter(n -> !n.isEmpty()).toList();
        for (String name : new LinkedHashSet<>(names)) {
            if (!tasks.containsKey(name)) {
                report.accept(site.located()
                        .error(
                                site.path().key("dag").key("target"),
                                "the target '%s' is no task of this template".formatted(name),
                                DidYouMean.hint(name, tasks.keySet())));
            }
        }
    }
}
