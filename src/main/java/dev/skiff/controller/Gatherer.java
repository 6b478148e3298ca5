package dev.skiff.controller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.TemplateReader.Document;
import dev.skiff.kubernetes.workflows.TemplateShelf;
import dev.skiff.model.Bundle;
import dev.skiff.model.Labels;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.References;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds what workflows refer to in the cluster. Blocks while something has to be fetched. */
final class Gatherer {

    /** A template as it was parsed. */
    private record Parsed(String version, Loaded loaded) {}

    /**
     * What a document refers to.
     *
     * @param versions of the templates
     * @param configMaps names, whether they are there or not
     * @param missing a sentence for each template that is not there
     */
    record Gathered(List<Loaded> loaded, List<String> versions, Set<String> configMaps, List<String> missing) {}

    private final KubeApi api;
    private final TemplateShelf templates;
    private final TemplateShelf clusterTemplates;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    Gatherer(KubeApi api, TemplateShelf templates, TemplateShelf clusterTemplates) {
        this.api = api;
        this.templates = templates;
        this.clusterTemplates = clusterTemplates;
    }

    /** Templates that the document refers to, those that these refer to, and so on; and the ConfigMaps of all of them. */
    Gathered gather(String namespace, byte[] document) throws InterruptedException {
        Map<String, Document> found = new LinkedHashMap<>();
        Set<String> configMaps = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        List<byte[]> open = new ArrayList<>(List.of(document));
        while (!open.isEmpty()) {
            References references = References.in(open.removeLast());
            configMaps.addAll(references.configMaps());
            for (Document next : referred(namespace, references, missing)) {
                if (found.putIfAbsent(next.kind() + "/" + next.name(), next) == null) {
                    open.add(next.json());
                }
            }
        }
        List<Loaded> all = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        found.forEach((name, template) -> {
            all.add(parsed(template));
            versions.add(name + "@" + template.version());
        });
        List<ConfigMap> maps = configMaps(namespace, configMaps);
        if (!maps.isEmpty()) {
            all.add(of(maps));
        }
        return new Gathered(all, versions, configMaps, List.copyOf(missing));
    }

    private List<Document> referred(String namespace, References references, Set<String> missing)
            throws InterruptedException {
        List<Document> all = new ArrayList<>();
        choose(templates, namespace, references.templates(), all, missing);
        choose(clusterTemplates, "", references.clusterTemplates(), all, missing);
        return all;
    }

    private void choose(
            TemplateShelf shelf, String namespace, Set<String> names, List<Document> into, Set<String> missing)
            throws InterruptedException {
        if (References.isTagged(names)) {
            into.addAll(shelf.all(namespace));
            return;
        }
        for (String name : names) {
            Document document = shelf.find(namespace, name);
            if (document == null) {
                // it may have been made a moment ago, in the same file as the workflow
                document = shelf.fetch(api, namespace, name);
            }
            if (document == null) {
                missing.add(shelf.plural() + ".argoproj.io \"" + name + "\" not found");
            } else {
                into.add(document);
            }
        }
    }

    private Loaded parsed(Document template) {
        String name = template.kind() + " " + template.name();
        String key = template.namespace() + "/" + name;
        return parsed.compute(
                        key,
                        (k, known) -> known != null && known.version().equals(template.version())
                                ? known
                                : new Parsed(
                                        template.version(),
                                        Manifests.loadStored(List.of(new Source(name, template.json())))))
                .loaded();
    }

    private static Loaded of(List<ConfigMap> maps) {
        Bundle bundle = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), maps, List.of(), List.of(), List.of());
        return new Loaded(List.of(), bundle, List.of(), List.of(), Set.of());
    }

    private List<ConfigMap> configMaps(String namespace, Set<String> names) throws InterruptedException {
        String collection = "/api/v1/namespaces/" + Call.encoded(namespace) + "/configmaps";
        List<ConfigMap> found = new ArrayList<>();
        if (References.isTagged(names)) {
            String parameters = Call.encoded(Labels.CONFIG_MAP_TYPE + "=Parameter");
            for (JsonNode item : api.await(Call.get(collection + "?labelSelector=" + parameters))
                    .json()
                    .path("items")) {
                found.add(configMap(item));
            }
        }
        for (String name : names) {
            if (References.isTagged(Set.of(name))) {
                continue;
            }
            try {
                found.add(configMap(api.await(Call.get(collection + "/" + Call.encoded(name)))
                        .json()));
            } catch (KubeProblem e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static ConfigMap configMap(JsonNode tree) {
        JsonNode metadata = tree.path("metadata");
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(metadata.path("name").asText())
                .withLabels(texts(metadata.path("labels")))
                .withAnnotations(texts(metadata.path("annotations")))
                .endMetadata()
                .withData(texts(tree.path("data")))
                .build();
    }

    private static Map<String, String> texts(JsonNode tree) {
        Map<String, String> texts = new LinkedHashMap<>();
        tree.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
