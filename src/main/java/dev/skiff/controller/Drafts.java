package dev.skiff.controller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.References;
import dev.skiff.kubernetes.workflows.TemplateReader.Document;
import dev.skiff.kubernetes.workflows.TemplateShelf;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Bundle;
import dev.skiff.model.Labels;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of an object what can be run, with everything that it refers to; or says why it cannot be run. */
final class Drafts {
    /** What became of it. */
    sealed interface Draft {

        /** It can be run. */
        record Ready(Workflow workflow, Bundle resources) implements Draft {}

        /** It cannot be: this is to be its end. */
        record Refused(WorkflowPhase phase, String message) implements Draft {}
    }

    /** A template as it was parsed. */
    private record Parsed(String version, Loaded loaded) {}

    private final KubeApi api;
    private final TemplateShelf templates;
    private final TemplateShelf clusterTemplates;
    private final Supplier<@Nullable Workflow> defaults;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    /** @param defaults what lies under every workflow at the moment; null for nothing */
    Drafts(
            KubeApi api,
            TemplateShelf templates,
            TemplateShelf clusterTemplates,
            Supplier<@Nullable Workflow> defaults) {
        this.api = api;
        this.templates = templates;
        this.clusterTemplates = clusterTemplates;
        this.defaults = defaults;
    }

    /**
     * Of a new workflow. Blocks while ConfigMaps are fetched.
     *
     * @throws KubeProblem when what it refers to cannot be fetched at the moment
     */
    Draft of(WorkflowView view) throws InterruptedException {
        byte[] document = view.document();
        Loaded own = Manifests.load(List.of(new Source("", document)));
        if (own.bundle().workflows().isEmpty()) {
            return new Draft.Refused(WorkflowPhase.ERROR, "cannot unmarshall spec: " + sentences(own.problems()));
        }
        Loaded all = joined(own, gathered(view.id().namespace(), document));
        List<Problem> errors = Lint.check(all).stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            // PHASE-18
            return new Draft.Refused(WorkflowPhase.FAILED, "invalid spec: " + sentences(errors));
        }
        return new Draft.Ready(all.bundle().workflows().getFirst(), all.bundle());
    }

    /**
     * What a workflow refers to, as it is now.
     *
     * @throws KubeProblem when it cannot be fetched at the moment
     */
    Bundle resources(WorkflowView view) throws InterruptedException {
        return joined(Manifests.load(List.of()), gathered(view.id().namespace(), view.document()))
                .bundle();
    }

    private Loaded joined(Loaded own, List<Loaded> others) {
        List<Loaded> all = new ArrayList<>(List.of(own));
        all.addAll(others);
        Loaded joined = all.stream().reduce(Drafts::joined).orElseThrow();
        Workflow under = defaults.get();
        return under == null ? joined : Defaults.under(joined, under);
    }

    private static Loaded joined(Loaded a, Loaded b) {
        Bundle x = a.bundle();
        Bundle y = b.bundle();
        Bundle bundle = new Bundle(
                joined(x.workflows(), y.workflows()),
                joined(x.workflowTemplates(), y.workflowTemplates()),
                joined(x.clusterWorkflowTemplates(), y.clusterWorkflowTemplates()),
                List.of(),
                List.of(),
                joined(x.configMaps(), y.configMaps()),
                List.of(),
                List.of(),
                List.of());
        Set<String> broken = new LinkedHashSet<>(a.broken());
        broken.addAll(b.broken());
        return new Loaded(
                joined(a.files(), b.files()),
                bundle,
                joined(a.problems(), b.problems()),
                joined(a.objects(), b.objects()),
                broken);
    }

    private static <T> List<T> joined(List<T> a, List<T> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        List<T> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }

    /** Templates that the document refers to, those that these refer to, and so on; and the ConfigMaps of all of them. */
    private List<Loaded> gathered(String namespace, byte[] document) throws InterruptedException {
        Map<String, Document> found = new LinkedHashMap<>();
        Set<String> configMaps = new LinkedHashSet<>();
        List<byte[]> open = new ArrayList<>(List.of(document));
        while (!open.isEmpty()) {
            References references = References.in(open.removeLast());
            configMaps.addAll(references.configMaps());
            for (Document next : referred(namespace, references)) {
                if (found.putIfAbsent(next.kind() + "/" + next.name(), next) == null) {
                    open.add(next.json());
                }
            }
        }
        List<Loaded> all = new ArrayList<>();
        found.values().forEach(template -> all.add(parsed(template)));
        List<ConfigMap> maps = configMaps(namespace, configMaps);
        if (!maps.isEmpty()) {
            all.add(of(maps));
        }
        return all;
    }

    private Collection<Document> referred(String namespace, References references) {
        List<Document> all = new ArrayList<>(chosen(templates, namespace, references.templates()));
        all.addAll(chosen(clusterTemplates, "", references.clusterTemplates()));
        return all;
    }

    private static List<Document> chosen(TemplateShelf shelf, String namespace, Set<String> names) {
        if (References.isTagged(names)) {
            return shelf.all(namespace);
        }
        List<Document> chosen = new ArrayList<>();
        for (String name : names) {
            Document document = shelf.find(namespace, name);
            if (document != null) {
                chosen.add(document);
            }
        }
        return chosen;
    }

    private Loaded parsed(Document template) {
        String name = template.kind() + " " + template.name();
        String key = template.namespace() + "/" + name;
        return parsed.compute(
                        key,
                        (k, known) -> known != null && known.version().equals(template.version())
                                ? known
                                : new Parsed(
                                        template.version(), Manifests.load(List.of(new Source(name, template.json())))))
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

    /** All of them, each with the place in its document. */
    private static String sentences(List<Problem> problems) {
        return problems.stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .map(Drafts::sentence)
                .collect(Collectors.joining("; "));
    }

    private static String sentence(Problem problem) {
        String where = problem.file().isEmpty() ? "" : problem.file() + ": ";
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        String hint = problem.hint() == null ? "" : " (" + problem.hint() + ")";
        return where + path + problem.message() + hint;
    }
}
