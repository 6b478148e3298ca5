package dev.skiff.engine;

import dev.skiff.expr.DependsExpression;
import dev.skiff.expr.TemplateText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells of a run how its nodes came to be; changes nothing. */
final class Explanations {
    private final Run run;

    Explanations(Run run) {
        this.run = run;
    }

    Explanation of(Node node) {
        Call call = node.call;
        DagFrame dag = dag(node.parent);
        int place = dag == null || call == null ? -1 : dag.graph().place(call.name());
        return new Explanation(
                node.name,
                call == null ? "" : call.name(),
                node.template == null ? null : node.template.template,
                call == null ? null : text(call.when()),
                place < 0 ? null : depends(Machine.present(dag, "dag"), place),
                place < 0 ? List.of() : needs(Machine.present(dag, "dag"), place),
                waits(node));
    }

    private static @Nullable DagFrame dag(Frame frame) {
        return switch (frame) {
            case DagFrame f -> f;
            case TaskGroupFrame f -> f.dag();
            case null, default -> null;
        };
    }

    private static @Nullable String text(@Nullable TemplateText text) {
        return text == null ? null : text.text();
    }

    private static @Nullable String depends(DagFrame dag, int place) {
        DependsExpression depends = dag.graph().depends.get(place);
        return depends == null ? null : depends.source();
    }

    private static List<Explanation.Need> needs(DagFrame dag, int place) {
        List<Explanation.Need> needs = new ArrayList<>();
        for (int need : dag.graph().dependencies.get(place)) {
            Node task = dag.task(need);
            needs.add(
                    task == null
                            ? new Explanation.Need(
                                    dag.node().name + "."
                                            + dag.graph().calls.get(need).name(),
                                    null)
                            : new Explanation.Need(task.name, task.phase));
        }
        return needs;
    }

    private List<Explanation.Wait> waits(Node node) {
        Instant alarm = run.alarms.get(RetryFrame.ALARM + node.id);
        return alarm == null || node.fulfilled() ? List.of() : List.of(new Explanation.Wait.Backoff(alarm));
    }

    // --- what has no node yet ---

    List<Explanation> unbegun() {
        Map<String, Explanation> found = new LinkedHashMap<>();
        for (Invocation inv : run.postponed) {
            add(found, postponed(inv, new Explanation.Wait.Parallelism("", limit())));
        }
        run.postponedInside.forEach((boundary, waiting) -> inside(boundary, waiting, found));
        for (Node node : run.inOrder) {
            switch (node.frame) {
                case StepsFrame f -> laterSteps(node, f, found);
                case DagFrame f -> laterTasks(f, found);
                case null, default -> {}
            }
        }
        return List.copyOf(found.values());
    }

    private static void add(Map<String, Explanation> found, Explanation one) {
        found.putIfAbsent(one.name(), one);
    }

    private long limit() {
        Long limit = run.spec().parallelism();
        return limit == null ? Long.MAX_VALUE : limit;
    }

    private void inside(Node boundary, TreeSet<Invocation> waiting, Map<String, Explanation> found) {
        CompiledTemplate around = boundary.template;
        if (around == null) {
            return;
        }
        Long limit = around.template.parallelism();
        boolean failing = around.failFast() && boundary.unsuccessfulChildren > 0;
        Explanation.Wait why = failing || limit == null
                ? new Explanation.Wait.FailFast(around.name)
                : new Explanation.Wait.Parallelism(around.name, limit);
        waiting.forEach(inv -> add(found, postponed(inv, why)));
    }

    private static Explanation postponed(Invocation inv, Explanation.Wait why) {
        Call call = inv.call();
        DagFrame dag = dag(inv.frame());
        int place = dag == null ? -1 : dag.graph().place(call.name());
        return new Explanation(
                inv.name(),
                call.name(),
                null,
                text(call.when()),
                place < 0 ? null : depends(Machine.present(dag, "dag"), place),
                place < 0 ? List.of() : needs(Machine.present(dag, "dag"), place),
                List.of(why));
    }

    private static void laterSteps(Node node, StepsFrame frame, Map<String, Explanation> found) {
        Node group = frame.group();
        if (group == null) {
            return;
        }
        List<Explanation.Need> needs = new ArrayList<>();
        for (Node child : group.children) {
            needs.add(new Explanation.Need(child.name, child.phase));
        }
        List<Explanation.Need> open =
                needs.stream().filter(need -> !need.done()).toList();
        int index = frame.index();
        for (List<Call> calls : frame.later()) {
            index++;
            for (Call call : calls) {
                add(
                        found,
                        new Explanation(
                                node.name + "[" + index + "]." + call.name(),
                                call.name(),
                                null,
                                text(call.when()),
                                null,
                                needs,
                                List.of(new Explanation.Wait.Others(open))));
            }
        }
    }

    private static void laterTasks(DagFrame frame, Map<String, Explanation> found) {
        for (int place = 0; place < frame.graph().size(); place++) {
            if (frame.task(place) != null) {
                continue;
            }
            Call call = frame.graph().calls.get(place);
            List<Explanation.Need> needs = needs(frame, place);
            List<Explanation.Need> open =
                    needs.stream().filter(need -> !need.done()).toList();
            add(
                    found,
                    new Explanation(
                            frame.node().name + "." + call.name(),
                            call.name(),
                            null,
                            text(call.when()),
                            depends(frame, place),
                            needs,
                            open.isEmpty() ? List.of() : List.of(new Explanation.Wait.Others(open))));
        }
    }
}
