package dev.skiff.runtime.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.References;
import dev.skiff.spec.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What documents refer to, as a service has it for one caller. */
public final class ReferredTemplates {
    private static final int MOST_TEMPLATES = 500;

    private ReferredTemplates() {}

    /**
     * The same documents, with the templates that they refer to beside them.
     *
     * @param own may have some of the templates itself
     * @param missing gets a sentence for each template that is not there
     */
    public static Loaded beside(Loaded own, String namespace, WorkflowService.Session session, Set<String> missing)
            throws InterruptedException {
        Loaded referred = Manifests.load(referred(own.bundle(), namespace, session, missing));
        return new Loaded(
                own.files(), with(own.bundle(), referred.bundle()), own.problems(), own.objects(), own.broken());
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
            Bundle own, String namespace, WorkflowService.Session session, Set<String> missing)
            throws InterruptedException {
        List<Source> found = new ArrayList<>();
        Set<String> known = new HashSet<>();
        own.workflowTemplates()
                .forEach(t -> known.add(
                        ResourceKind.WORKFLOW_TEMPLATE + "/" + t.metadata().getName()));
        own.clusterWorkflowTemplates()
                .forEach(t -> known.add(ResourceKind.CLUSTER_WORKFLOW_TEMPLATE + "/"
                        + t.metadata().getName()));
        List<byte[]> open = new ArrayList<>();
        Stream.of(own.workflows(), own.workflowTemplates(), own.clusterWorkflowTemplates(), own.cronWorkflows())
                .flatMap(List::stream)
                .forEach(one -> open.add(bytes(one)));
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

    private static byte[] bytes(Object tree) {
        try {
            return ModelMapper.lenient().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of the model is always JSON", e);
        }
    }
}
