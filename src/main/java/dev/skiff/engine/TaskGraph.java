package dev.skiff.engine;

import dev.skiff.expr.DependsExpression;
import dev.skiff.expr.ExprException;
import dev.skiff.model.Arguments;
import dev.skiff.model.DAGTask;
import dev.skiff.model.DAGTemplate;
import dev.skiff.model.DidYouMean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a DAG template that its targets need, in the order in which Argo would come to them: targets by name (DAG-22), each after
 * its dependencies. Tasks are known by their place in this order.
 */
final class TaskGraph {
    final List<Call> calls;
    final List<int[]> dependencies;
    final List<int[]> dependents;
    /** Per task its {@code depends} expression, or null when there is only a list of dependencies, or none. */
    final List<@Nullable DependsExpression> depends;
    /** The places of the target tasks. */
    final int[] targets;

    private final Map<String, Integer> places = new HashMap<>();

    private TaskGraph(DAGTemplate dag, @Nullable String target, @Nullable Arguments workflowArguments) {
        Map<String, DAGTask> byName = new HashMap<>();
        dag.tasks().forEach(t -> byName.put(t.name(), t));
        Map<String, DependsExpression> expressions = new HashMap<>();
        Map<String, List<String>> needs = needs(dag, expressions);
        List<String> targetNames = targets(dag, target, needs);
        List<String> order = order(targetNames, needs);
        for (int i = 0; i < order.size(); i++) {
            places.put(order.get(i), i);
        }
        List<Call> allCalls = new ArrayList<>(order.size());
        List<int[]> allNeeds = new ArrayList<>(order.size());
        List<@Nullable DependsExpression> allDepends = new ArrayList<>(order.size());
        for (String name : order) {
            DAGTask task = byName.get(name);
            if (task == null) {
                throw new InvalidGraph("'" + name + "' is a target or dependency, but no task has that name"
                        + DidYouMean.hintAfter("; ", name, byName.keySet()));
            }
            allCalls.add(Call.of(task, workflowArguments));
            allNeeds.add(needs.getOrDefault(name, List.of()).stream()
                    .mapToInt(n -> places.getOrDefault(n, 0))
                    .toArray());
            allDepends.add(expressions.get(name));
        }
        calls = List.copyOf(allCalls);
        dependencies = List.copyOf(allNeeds);
        depends = Collections.unmodifiableList(allDepends);
        dependents = invert(dependencies);
        targets = targetNames.stream().mapToInt(n -> places.getOrDefault(n, 0)).toArray();
    }

    /** @param target the template's own, after substitution */
    static TaskGraph of(DAGTemplate dag, @Nullable String target, @Nullable Arguments workflowArguments) {
        return new TaskGraph(dag, target, workflowArguments);
    }

    int size() {
        return calls.size();
    }

    /** The task's place, or -1 when no such task takes part. */
    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    private static Map<String, List<String>> needs(DAGTemplate dag, Map<String, DependsExpression> expressions) {
        Map<String, List<String>> needs = new HashMap<>();
        for (DAGTask task : dag.tasks()) {
            Set<String> names = new LinkedHashSet<>(task.dependencies());
            if (task.depends() != null && !task.depends().isBlank()) {
                DependsExpression expression = parse(task.name(), task.depends());
                expressions.put(task.name(), expression);
                names.addAll(expression.tasks());
            }
            needs.put(task.name(), List.copyOf(names));
        }
        return needs;
    }

    private static DependsExpression parse(String task, String depends) {
        try {
            return DependsExpression.parse(depends);
        } catch (ExprException e) {
            throw new InvalidGraph("task '" + task + "': " + e.getMessage());
        }
    }

    /** A graph that cannot be carried out; lint says so earlier and with a place. */
    static final class InvalidGraph extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidGraph(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /** DAG-11: the named ones, else all that nobody depends on, by name. */
    private static List<String> targets(DAGTemplate dag, @Nullable String target, Map<String, List<String>> needs) {
        if (target != null && !target.isBlank()) {
            return List.copyOf(new LinkedHashSet<>(Arrays.asList(target.strip().split(" +"))));
        }
        Set<String> needed = new HashSet<>();
        needs.values().forEach(needed::addAll);
        return dag.tasks().stream()
                .map(DAGTask::name)
                .filter(name -> !needed.contains(name))
                .distinct()
                .sorted()
                .toList();
    }

    /** Depth first from the targets, without recursion: chains may be a hundred thousand tasks long. */
    private static List<String> order(List<String> targets, Map<String, List<String>> needs) {
        List<String> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> open = new LinkedHashSet<>();
        record Visit(String task, int next) {}
        for (String target : targets) {
            Deque<Visit> stack = new ArrayDeque<>();
            if (seen.add(target)) {
                stack.push(new Visit(target, 0));
                open.add(target);
            }
            while (!stack.isEmpty()) {
                Visit visit = stack.pop();
                List<String> before = needs.getOrDefault(visit.task(), List.of());
                if (visit.next() == before.size()) {
                    order.add(visit.task());
                    open.remove(visit.task());
                    continue;
                }
                stack.push(new Visit(visit.task(), visit.next() + 1));
                String need = before.get(visit.next());
                if (open.contains(need)) {
                    throw new InvalidGraph("dependency cycle detected: " + String.join("->", open) + "->" + need);
                }
                if (seen.add(need)) {
                    stack.push(new Visit(need, 0));
                    open.add(need);
                }
            }
        }
        return order;
    }

    private static List<int[]> invert(List<int[]> dependencies) {
        int[] counts = new int[dependencies.size()];
        dependencies.forEach(list -> Arrays.stream(list).forEach(i -> counts[i]++));
        int[][] dependents = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            dependents[i] = new int[counts[i]];
        }
        int[] filled = new int[counts.length];
        for (int task = 0; task < counts.length; task++) {
            for (int need : dependencies.get(task)) {
                dependents[need][filled[need]++] = task;
            }
        }
        return List.of(dependents);
    }
}
