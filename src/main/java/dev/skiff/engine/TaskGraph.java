package dev.skiff.engine;

import dev.skiff.expr.DependsExpression;
import dev.skiff.expr.ExprException;
import dev.skiff.model.Arguments;
import dev.skiff.model.DAGTask;
import dev.skiff.model.DAGTemplate;
import dev.skiff.model.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        List<DAGTask> tasks = dag.tasks();
        Map<String, Integer> numbers = HashMap.newHashMap(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            numbers.putIfAbsent(tasks.get(i).name(), i);
        }
        List<@Nullable DependsExpression> expressions = new ArrayList<>(tasks.size());
        int[][] needs = needs(tasks, numbers, expressions);
        int[] wanted = targets(tasks, target, numbers, needs);
        int[] order = order(wanted, needs, tasks);
        boolean all = target == null || target.isBlank();
        if (all && order.length < numbers.size()) {
            // tasks that no leaf leads to depend on one another in a circle: going through them finds it
            order(numbers.values().stream().mapToInt(n -> n).toArray(), needs, tasks);
        }
        int[] placeOf = new int[tasks.size()];
        for (int place = 0; place < order.length; place++) {
            placeOf[order[place]] = place;
            places.put(tasks.get(order[place]).name(), place);
        }
        List<Call> allCalls = new ArrayList<>(order.length);
        List<int[]> allNeeds = new ArrayList<>(order.length);
        List<@Nullable DependsExpression> allDepends = new ArrayList<>(order.length);
        for (int number : order) {
            allCalls.add(Call.of(tasks.get(number), workflowArguments));
            allNeeds.add(Arrays.stream(needs[number]).map(n -> placeOf[n]).toArray());
            allDepends.add(expressions.get(number));
        }
        calls = List.copyOf(allCalls);
        dependencies = List.copyOf(allNeeds);
        depends = Collections.unmodifiableList(allDepends);
        dependents = invert(dependencies);
        targets = Arrays.stream(wanted).map(n -> placeOf[n]).toArray();
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

    /** What each task waits for, by number, each once; a task's {@code depends} goes into {@code expressions}. */
    private static int[][] needs(
            List<DAGTask> tasks, Map<String, Integer> numbers, List<@Nullable DependsExpression> expressions) {
        int[][] needs = new int[tasks.size()][];
        int[] lastNeededBy = new int[tasks.size()];
        Arrays.fill(lastNeededBy, -1);
        for (int i = 0; i < needs.length; i++) {
            DAGTask task = tasks.get(i);
            String depends = task.depends();
            DependsExpression expression = depends == null || depends.isBlank() ? null : parse(task.name(), depends);
            expressions.add(expression);
            List<String> names = new ArrayList<>(task.dependencies());
            if (expression != null) {
                names.addAll(expression.tasks());
            }
            int[] found = new int[names.size()];
            int count = 0;
            for (String name : names) {
                int number = number(name, numbers);
                if (lastNeededBy[number] != i) {
                    lastNeededBy[number] = i;
                    found[count++] = number;
                }
            }
            needs[i] = Arrays.copyOf(found, count);
        }
        return needs;
    }

    private static int number(String name, Map<String, Integer> numbers) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new InvalidGraph("'" + name + "' is a target or dependency, but no task has that name"
                    + DidYouMean.hintAfter("; ", name, numbers.keySet()));
        }
        return number;
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
    private static int[] targets(
            List<DAGTask> tasks, @Nullable String target, Map<String, Integer> numbers, int[][] needs) {
        if (target != null && !target.isBlank()) {
            return Arrays.stream(target.strip().split(" +"))
                    .distinct()
                    .mapToInt(name -> number(name, numbers))
                    .toArray();
        }
        boolean[] needed = new boolean[tasks.size()];
        for (int[] list : needs) {
            for (int number : list) {
                needed[number] = true;
            }
        }
        return numbers.entrySet().stream()
                .filter(e -> !needed[e.getValue()])
                .sorted(Map.Entry.comparingByKey())
                .mapToInt(Map.Entry::getValue)
                .toArray();
    }

    /** Depth first from the targets, without recursion: chains may be a hundred thousand tasks long. */
    private static int[] order(int[] targets, int[][] needs, List<DAGTask> tasks) {
        int[] order = new int[needs.length];
        int ordered = 0;
        boolean[] seen = new boolean[needs.length];
        boolean[] open = new boolean[needs.length];
        int[] next = new int[needs.length];
        int[] path = new int[needs.length];
        for (int target : targets) {
            int depth = 0;
            if (!seen[target]) {
                seen[target] = true;
                open[target] = true;
                path[depth++] = target;
            }
            while (depth > 0) {
                int task = path[depth - 1];
                if (next[task] == needs[task].length) {
                    order[ordered++] = task;
                    open[task] = false;
                    depth--;
                    continue;
                }
                int need = needs[task][next[task]++];
                if (open[need]) {
                    throw cycle(path, depth, need, tasks);
                }
                if (!seen[need]) {
                    seen[need] = true;
                    open[need] = true;
                    path[depth++] = need;
                }
            }
        }
        return Arrays.copyOf(order, ordered);
    }

    private static InvalidGraph cycle(int[] path, int depth, int again, List<DAGTask> tasks) {
        StringBuilder names = new StringBuilder("dependency cycle detected: ");
        for (int i = 0; i < depth; i++) {
            names.append(tasks.get(path[i]).name()).append("->");
        }
        return new InvalidGraph(names.append(tasks.get(again).name()).toString());
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
