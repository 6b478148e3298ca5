package dev.skiff.spec.rule;

import dev.skiff.model.DAGTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each task of a dag template waits for. */
final class TaskGraph {

    private final Map<String, Set<String>> waitsFor = new HashMap<>();

    TaskGraph(Map<String, CallSite> tasks) {
        tasks.forEach((name, call) -> {
            Set<String> direct = call.task() == null ? Set.of() : direct(call.task());
            Set<String> known = new LinkedHashSet<>(direct);
            known.retainAll(tasks.keySet());
            waitsFor.put(name, known);
        });
    }

    private static Set<String> direct(DAGTask task) {
        Set<String> direct = new LinkedHashSet<>(task.dependencies());
        if (task.depends() != null) {
            direct.addAll(DependsTerms.of(task.depends()).tasks());
        }
        return direct;
    }

    /** Whether {@code other} is over when {@code task} starts; looks at near tasks first. */
    boolean waits(String task, String other) {
        Set<String> seen = new HashSet<>();
        Deque<String> todo = new ArrayDeque<>(waitsFor.getOrDefault(task, Set.of()));
        while (!todo.isEmpty()) {
            String next = todo.remove();
            if (next.equals(other)) {
                return true;
            }
            if (seen.add(next)) {
                todo.addAll(waitsFor.getOrDefault(next, Set.of()));
            }
        }
        return false;
    }

    /** The tasks of one cycle in the order in which they wait, the first one again at the end; the smallest name first. */
    Optional<List<String>> cycle() {
        return neverReady().stream()
                .sorted()
                .filter(task -> waits(task, task))
                .findFirst()
                .map(this::shortestWayBack);
    }

    /** The tasks that are left when those without open dependencies are taken away again and again. */
    private Set<String> neverReady() {
        Map<String, Integer> open = new HashMap<>();
        Map<String, List<String>> dependants = new HashMap<>();
        waitsFor.forEach((task, others) -> {
            open.put(task, others.size());
            others.forEach(other ->
                    dependants.computeIfAbsent(other, o -> new ArrayList<>()).add(task));
        });
        Deque<String> ready = new ArrayDeque<>();
        open.forEach((task, count) -> {
            if (count == 0) {
                ready.add(task);
            }
        });
        while (!ready.isEmpty()) {
            String done = ready.remove();
            open.remove(done);
            for (String task : dependants.getOrDefault(done, List.of())) {
                if (open.merge(task, -1, Integer::sum) == 0) {
                    ready.add(task);
                }
            }
        }
        return open.keySet();
    }

    private List<String> shortestWayBack(String task) {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> todo = new ArrayDeque<>(List.of(task));
        while (!cameFrom.containsKey(task)) {
            String current = todo.remove();
            for (String next : waitsFor.getOrDefault(current, Set.of())) {
                if (cameFrom.putIfAbsent(next, current) == null) {
                    todo.add(next);
                }
            }
        }
        List<String> way = new ArrayList<>(List.of(task));
        for (String at = cameFrom.get(task); at != null && !at.equals(task); at = cameFrom.get(at)) {
            way.addFirst(at);
        }
        way.addFirst(task);
        return way;
    }
}
