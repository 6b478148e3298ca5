package dev.skiff.spec;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a set of sources gave.
 *
 * @param files the names of the sources, in their order
 * @param bundle the documents that fit the model
 * @param problems those of reading and of structure, in the order of the sources; {@link Lint} adds those of the rules
 * @param objects the Argo objects of the bundle with their places, in the order of the documents
 * @param broken {@code Kind/name} of documents that are not in the bundle because they do not fit; a reference to one of them is no
 *     problem of its own
 */
public record Loaded(
        List<String> files, Bundle bundle, List<Problem> problems, List<Located> objects, Set<String> broken) {

    public Loaded {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
        objects = List.copyOf(objects);
        broken = Set.copyOf(broken);
    }

    /** The same set, every Workflow in it submitted with these parameters (PARAM-17); an unknown name is added. */
    public Loaded withParameters(Map<String, String> values) {
        List<Workflow> workflows = bundle.workflows().stream()
                .map(workflow -> ParameterOverrides.first(workflow, values))
                .toList();
        List<Located> located = objects.stream()
                .map(one -> one.object() instanceof Workflow workflow
                        ? new Located(ParameterOverrides.inPlace(workflow, values), one.map())
                        : one)
                .toList();
        return new Loaded(files, bundle.withWorkflows(workflows), problems, located, broken);
    }

    /** What both gave: of workflows, templates and ConfigMaps; other kinds are not among it. */
    public Loaded and(Loaded other) {
        Bundle all = new Bundle(
                joined(bundle.workflows(), other.bundle.workflows()),
                joined(bundle.workflowTemplates(), other.bundle.workflowTemplates()),
                joined(bundle.clusterWorkflowTemplates(), other.bundle.clusterWorkflowTemplates()),
                List.of(),
                List.of(),
                joined(bundle.configMaps(), other.bundle.configMaps()),
                List.of(),
                List.of(),
                List.of());
        Set<String> both = new LinkedHashSet<>(broken);
        both.addAll(other.broken);
        return new Loaded(
                joined(files, other.files),
                all,
                joined(problems, other.problems),
                joined(objects, other.objects),
                both);
    }

    private static <T> List<T> joined(List<T> a, List<T> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        List<T> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
