package dev.skiff.spec.rule;

import dev.skiff.model.ContainerNode;
import dev.skiff.model.Metrics;
import dev.skiff.model.Mutex;
import dev.skiff.model.SemaphoreRef;
import dev.skiff.model.Synchronization;
import dev.skiff.model.TemplateBody;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Locks that are there once (LOCK-01), containers that do not wait for one another (RES-10), names of metrics, and the sizes that Argo's
 * own CRDs allow: larger ones run here and are only warned about.
 */
final class LimitRules implements Rule {

    private static final int TEMPLATES = 200;
    private static final int TASKS = 200;
    private static final int PARAMETERS = 500;
    private static final int METRICS = 100;
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (SpecSite site : survey.specs()) {
            size(
                    site.located(),
                    site.path().key("templates"),
                    "templates",
                    site.spec().templates().size(),
                    TEMPLATES,
                    report);
            locks(
                    site.located(),
                    site.path().key("synchronization"),
                    site.spec().synchronization(),
                    report);
            metrics(site.located(), site.path().key("metrics"), site.spec().metrics(), report);
        }
        for (TemplateSite site : survey.templates()) {
            DocPath inputs = site.path().key("inputs").key("parameters");
            size(
                    site.located(),
                    inputs,
                    "input parameters",
                    site.inputParameters().size(),
                    PARAMETERS,
                    report);
            locks(
                    site.located(),
                    site.path().key("synchronization"),
                    site.template().synchronization(),
                    report);
            metrics(site.located(), site.path().key("metrics"), site.template().metrics(), report);
            if (site.body() instanceof TemplateBody.Dag dag) {
                DocPath tasks = site.path().key("dag").key("tasks");
                size(site.located(), tasks, "tasks", dag.dag().tasks().size(), TASKS, report);
            } else if (site.body() instanceof TemplateBody.ContainerSet set) {
                containers(site, set.containerSet().containers(), report);
            }
        }
    }

    private static void size(
            Located located, DocPath path, String what, int size, int limit, Consumer<Problem> report) {
        if (size > limit) {
            report.accept(located.warning(
                    path,
                    "%d %s: the custom resources of a cluster allow %d".formatted(size, what, limit),
                    "skiff runs it, but Argo refuses it"));
        }
    }

    private static void locks(
            Located located, DocPath path, @Nullable Synchronization locks, Consumer<Problem> report) {
        if (locks == null) {
            return;
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < locks.mutexes().size(); i++) {
            Mutex mutex = locks.mutexes().get(i);
            DocPath at = path.key("mutexes").index(i);
            if (mutex.name() == null || mutex.name().isEmpty()) {
                report.accept(located.error(at, "the mutex has no 'name'"));
            } else if (!seen.add(mutex)) {
                report.accept(located.error(at, "the mutex '%s' is there twice".formatted(mutex.name())));
            }
        }
        for (int i = 0; i < locks.semaphores().size(); i++) {
            SemaphoreRef semaphore = locks.semaphores().get(i);
            DocPath at = path.key("semaphores").index(i);
            if ((semaphore.configMapKeyRef() == null) == (semaphore.database() == null)) {
                report.accept(located.error(
                        at,
                        "a semaphore takes its limit from exactly one of 'configMapKeyRef' and 'database'",
                        "for example configMapKeyRef: {name: limits, key: builds}"));
            } else if (!seen.add(semaphore)) {
                report.accept(located.error(at, "the same semaphore is there twice"));
            }
        }
    }

    private static void metrics(Located located, DocPath path, @Nullable Metrics metrics, Consumer<Problem> report) {
        if (metrics == null) {
            return;
        }
        size(located, path.key("prometheus"), "metrics", metrics.prometheus().size(), METRICS, report);
        for (int i = 0; i < metrics.prometheus().size(); i++) {
            var metric = metrics.prometheus().get(i);
            DocPath at = path.key("prometheus").index(i);
            if (!metric.name().contains("{{") && !METRIC.matcher(metric.name()).matches()) {
                report.accept(located.error(
                        at.key("name"),
                        "'%s' is not a valid name of a metric".formatted(metric.name()),
                        "use letters, digits and '_'"));
            }
            int kinds = (metric.counter() == null ? 0 : 1)
                    + (metric.gauge() == null ? 0 : 1)
                    + (metric.histogram() == null ? 0 : 1);
            if (kinds != 1) {
                report.accept(located.error(
                        at,
                        "the metric '%s' must be exactly one of counter, gauge, histogram".formatted(metric.name())));
            }
        }
    }

    /** Containers of a set by name: each name once, and no circle of dependencies. */
    private static void containers(TemplateSite site, List<ContainerNode> containers, Consumer<Problem> report) {
        DocPath path = site.path().key("containerSet").key("containers");
        Map<String, Set<String>> waitsFor = new LinkedHashMap<>();
        for (int i = 0; i < containers.size(); i++) {
            ContainerNode container = containers.get(i);
            if (waitsFor.putIfAbsent(container.name(), new LinkedHashSet<>(container.dependencies())) != null) {
                report.accept(site.located()
                        .error(path.index(i).key("name"), "two containers are named '%s'".formatted(container.name())));
            }
        }
        // taken away again and again: those whose dependencies are all gone
        boolean changed = true;
        while (changed) {
            changed = waitsFor.entrySet()
                    .removeIf(entry -> entry.getValue().stream().noneMatch(waitsFor::containsKey));
        }
        if (!waitsFor.isEmpty()) {
            report.accept(site.located()
                    .error(
                            path,
                            "containers wait for one another in a circle: " + String.join(", ", waitsFor.keySet()),
                            "remove one of their dependencies"));
        }
    }
}
