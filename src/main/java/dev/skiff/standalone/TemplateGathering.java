package dev.skiff.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.ObjectStore;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.References;
import dev.skiff.spec.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the kept templates that a workflow refers to, those that these refer to, and so on. */
record TemplateGathering(ObjectStore objects) {

    /** @param missing a sentence for each template that is not kept */
    record Gathered(Loaded templates, List<String> missing) {}

    /** @param workflow as JSON */
    Gathered of(String namespace, byte[] workflow) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        List<byte[]> open = new ArrayList<>(List.of(workflow));
        while (!open.isEmpty()) {
            References references = References.in(open.removeLast());
            List<ObjectNode> referred = new ArrayList<>();
            choose(ResourceKind.WORKFLOW_TEMPLATE, namespace, references.templates(), referred, missing);
            choose(ResourceKind.CLUSTER_WORKFLOW_TEMPLATE, "", references.clusterTemplates(), referred, missing);
            for (ObjectNode one : referred) {
                if (found.putIfAbsent(title(one), one) == null) {
                    open.add(json(one));
                }
            }
        }
        Loaded templates = Manifests.load(found.entrySet().stream()
                .map(one -> new Source(one.getKey(), json(one.getValue())))
                .toList());
        return new Gathered(templates, List.copyOf(missing));
    }

    private void choose(
            ResourceKind kind, String namespace, Set<String> names, List<ObjectNode> into, Set<String> missing) {
        if (References.isTagged(names)) {
            objects.list(kind).stream()
                    .filter(o -> !kind.namespaced()
                            || o.path("metadata").path("namespace").asText().equals(namespace))
                    .forEach(into::add);
            return;
        }
        for (String name : names) {
            var one = KeptObjects.isName(name) ? objects.find(kind, namespace, name) : Optional.<ObjectNode>empty();
            one.ifPresentOrElse(
                    into::add,
                    () -> missing.add(ServiceException.notFound(kind, name).getMessage()));
        }
    }

    private static String title(ObjectNode object) {
        return object.path("kind").asText() + " "
                + object.path("metadata").path("name").asText();
    }

    static byte[] json(ObjectNode object) {
        try {
            return ModelMapper.strict().writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** What a run is given: these templates, and what all workflows may use. */
    static Bundle with(Bundle templates, Bundle shared) {
        return new Bundle(
                List.of(),
                templates.workflowTemplates(),
                templates.clusterWorkflowTemplates(),
                List.of(),
                List.of(),
                shared.configMaps(),
                shared.secrets(),
                shared.persistentVolumeClaims(),
                List.of(),
                shared.workflowDefaults());
    }
}
