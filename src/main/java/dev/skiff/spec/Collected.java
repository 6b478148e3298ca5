package dev.skiff.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Bundle;
import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.spec.read.Findings;
import dev.skiff.spec.read.Node;
import dev.skiff.spec.shape.Shapes;
import dev.skiff.spec.shape.Structure;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Sorts documents by kind and binds those that fit. */
final class Collected {

    private static final String ARGO_GROUP = "argoproj.io/";
    private static final Map<String, Class<? extends ArgoObject>> ARGO_KINDS = Map.of(
            "Workflow", Workflow.class,
            "WorkflowTemplate", WorkflowTemplate.class,
            "ClusterWorkflowTemplate", ClusterWorkflowTemplate.class,
            "CronWorkflow", CronWorkflow.class,
            "WorkflowEventBinding", WorkflowEventBinding.class);
    private static final Map<String, Class<?>> CORE_KINDS = Map.of(
            "ConfigMap", ConfigMap.class, "Secret", Secret.class, "PersistentVolumeClaim", PersistentVolumeClaim.class);

    private static final Pattern TEMPLATES_IN_DOUBT =
            Pattern.compile("spec(\\.workflowSpec)?(\\.templates(\\[\\d+\\](\\.name)?)?)?");

    private final List<Object> bound = new ArrayList<>();
    private final List<Located> objects = new ArrayList<>();
    private final List<String> other = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final boolean stored;

    /** @param stored whether the cluster has taken the documents: unknown fields are ignored then */
    Collected(boolean stored) {
        this.stored = stored;
    }

    void add(Node root, Findings findings) {
        if (!(root instanceof Node.Mapping document)) {
            findings.error(
                    root.at(), "", "a document must be a mapping (key: value), but this is " + root.described(), null);
            return;
        }
        String apiVersion = text(document, "apiVersion");
        String kind = text(document, "kind");
        Class<?> type = apiVersion.startsWith(ARGO_GROUP)
                ? ARGO_KINDS.get(kind)
                : apiVersion.equals("v1") ? CORE_KINDS.get(kind) : null;
        if (type != null) {
            bind(document, type, findings);
            checkVersion(document, apiVersion, findings);
        } else if (isMistyped(document, apiVersion, kind, findings)) {
            broken.add(label(kind, document));
        } else {
            other.add(label(kind.isEmpty() ? "?" : kind, document));
        }
    }

    private static void checkVersion(Node.Mapping document, String apiVersion, Findings findings) {
        if (apiVersion.startsWith(ARGO_GROUP) && !apiVersion.equals(ArgoObject.API_VERSION)) {
            findings.error(
                    at(document, "apiVersion"),
                    "apiVersion",
                    "unknown apiVersion '%s'".formatted(apiVersion),
                    "did you mean '" + ArgoObject.API_VERSION + "'?");
        }
    }

    /** A document that was meant for Argo but does not say so correctly; otherwise it would be ignored without a word. */
    private static boolean isMistyped(Node.Mapping document, String apiVersion, String kind, Findings findings) {
        boolean argo = apiVersion.startsWith(ARGO_GROUP);
        if (kind.isEmpty() && (argo || document.get("spec").isPresent())) {
            findings.error(document.at(), "", "the document has no 'kind'", "for example 'kind: Workflow'");
            return true;
        }
        if (apiVersion.isEmpty() && ARGO_KINDS.containsKey(kind)) {
            findings.error(
                    document.at(),
                    "",
                    "the document has no 'apiVersion'",
                    "add 'apiVersion: " + ArgoObject.API_VERSION + "'");
            return true;
        }
        Optional<String> meant = argo ? DidYouMean.nearest(kind, ARGO_KINDS.keySet()) : Optional.empty();
        if (meant.isPresent()) {
            findings.error(
                    at(document, "kind"),
                    "kind",
                    "unknown kind '%s'".formatted(kind),
                    "did you mean '" + meant.get() + "'?");
            return true;
        }
        return false;
    }

    private void bind(Node.Mapping document, Class<?> type, Findings findings) {
        Structure structure = new Structure(findings, type == Secret.class, stored);
        Optional<JsonNode> json = structure.check(document, Shapes.of(type));
        if (!structure.fits()) {
            broken.add(label(text(document, "kind"), document));
            json.ifPresent(rest -> keepForRules(rest, type, document, findings));
            return;
        }
        if (json.isEmpty()) {
            return;
        }
        try {
            Object object = ModelMapper.strict().treeToValue(json.get(), type);
            bound.add(object);
            locate(object, document, findings);
        } catch (JsonProcessingException e) {
            broken.add(label(text(document, "kind"), document));
            findings.error(
                    document.at(),
                    "",
                    type == Secret.class
                            ? "the document does not fit"
                            : "the document does not fit: " + e.getOriginalMessage(),
                    null);
        }
    }

    /**
     * A document with wrong places is not to be run, but the rules may look at the rest of it, so that all its problems are said at once.
     * When the templates themselves are in doubt, or too little is left to bind, the problems found so far have to do.
     */
    private void keepForRules(JsonNode rest, Class<?> type, Node.Mapping document, Findings findings) {
        if (findings.problems().stream()
                .anyMatch(p -> TEMPLATES_IN_DOUBT.matcher(p.path()).matches())) {
            return;
        }
        try {
            locate(ModelMapper.strict().treeToValue(rest, type), document, findings);
        } catch (JsonProcessingException | RuntimeException e) {
            // what is missing has been said
        }
    }

    private void locate(Object object, Node.Mapping document, Findings findings) {
        if (object instanceof ArgoObject argo) {
            objects.add(new Located(argo, new SourceMap(findings.file(), document)));
        }
    }

    private static String label(String kind, Node.Mapping document) {
        Optional<Node> metadata = document.get("metadata");
        return kind + "/" + (metadata.orElse(null) instanceof Node.Mapping m ? text(m, "name") : "");
    }

    private static String text(Node.Mapping mapping, String key) {
        return mapping.get(key).orElse(null) instanceof Node.Scalar scalar ? scalar.asText() : "";
    }

    private static Position at(Node.Mapping document, String key) {
        return document.get(key).map(Node::at).orElse(document.at());
    }

    List<Located> objects() {
        return objects;
    }

    Set<String> broken() {
        return broken;
    }

    Bundle bundle() {
        return new Bundle(
                all(Workflow.class),
                all(WorkflowTemplate.class),
                all(ClusterWorkflowTemplate.class),
                all(CronWorkflow.class),
                all(WorkflowEventBinding.class),
                all(ConfigMap.class),
                all(Secret.class),
                all(PersistentVolumeClaim.class),
                other);
    }

    private <T> List<T> all(Class<T> type) {
        return bound.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
