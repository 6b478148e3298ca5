package dev.skiff.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.References;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks objects as {@code skiff lint} does, with what they refer to as the caller sees it. */
final class Checking {
    private static final int MOST_TEMPLATES = 500;

    private Checking() {}

    /** @throws ServiceException INVALID with all problems */
    static void check(ObjectNode object, String namespace, WorkflowService.Session session)
            throws InterruptedException {
        Loaded own = Manifests.load(List.of(new Source("", bytes(object))));
        Set<String> sentences = new LinkedHashSet<>();
        Bundle all = own.bundle();
        Loaded referred = Manifests.load(referred(object, namespace, session, sentences));
        Loaded joined =
                new Loaded(own.files(), with(all, referred.bundle()), own.problems(), own.objects(), own.broken());
        for (Problem problem : Lint.check(joined)) {
            if (problem.severity() == Severity.ERROR) {
                sentences.add(sentence(problem));
            }
        }
        if (!sentences.isEmpty()) {
            throw new ServiceException(Why.INVALID, String.join("; ", sentences), List.copyOf(sentences));
        }
    }

    private static Bundle with(Bundle own, Bundle others) {
        List<dev.skiff.model.WorkflowTemplate> templates = new ArrayList<>(own.workflowTemplates());
        templates.addAll(others.workflowTemplates());
        List<dev.skiff.model.ClusterWorkflowTemplate> cluster = new ArrayList<>(own.clusterWorkflowTemplates());
        cluster.addAll(others.clusterWorkflowTemplates());
        return own.withTemplates(templates, cluster);
    }

    /** The templates that it refers to, those that these refer to, and so on. */
    private static List<Source> referred(
            ObjectNode object, String namespace, WorkflowService.Session session, Set<String> missing)
            throws InterruptedException {
        List<Source> found = new ArrayList<>();
        Set<String> known = new HashSet<>();
        List<byte[]> open = new ArrayList<>(List.of(bytes(object)));
        while (!open.isEmpty()) {
            References references = References.in(open.removeLast());
            for (ResourceKind kind : List.of(ResourceKind.WORKFLOW_TEMPLATE, ResourceKind.CLUSTER_WORKFLOW_TEMPLATE)) {
                Set<String> names = kind.namespaced() ? references.templates() : references.clusterTemplates();
                for (JsonNode one : named(kind, names, namespace, session, known, missing)) {
                    byte[] document = bytes(one);
                    found.add(new Source(
                            kind.kind() + " " + one.at("/metadata/name").asText(), document));
                    open.add(document);
                }
            }
        }
        return found;
    }

    private static List<JsonNode> named(
            ResourceKind kind,
            Set<String> names,
            String namespace,
            WorkflowService.Session session,
            Set<String> known,
            Set<String> missing)
            throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        String place = kind.namespaced() ? namespace : "";
        if (References.isTagged(names)) {
            // only the run will tell which; it may be any
            for (JsonNode one : session.list(kind, place, ListQuery.ALL.page(MOST_TEMPLATES, ""))
                    .items()) {
                if (known.add(kind + "/" + one.at("/metadata/name").asText())) {
                    found.add(one);
                }
            }
        }
        for (String name : names) {
            if (References.isTagged(Set.of(name)) || !known.add(kind + "/" + name)) {
                continue;
            }
            try {
                found.add(session.get(kind, place, name));
            } catch (ServiceException e) {
                if (e.why() != Why.NOT_FOUND) {
                    throw e;
                }
                missing.add(ServiceException.notFound(kind, name).getMessage());
            }
        }
        return found;
    }

    private static String sentence(Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ")
                + problem.message()
                + (problem.hint() == null ? "" : "; " + problem.hint());
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return ModelMapper.lenient().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
