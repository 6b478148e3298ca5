package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ResourceTemplate;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One action of a resource step on a cluster, as {@code kubectl ACTION} would do it.
 *
 * @param manifest as a tree; null when only flags say what is meant
 * @param mark of the task that does it: an object that has it was made by an earlier try of the same task
 */
record Action(
        Cluster cluster,
        ResourceTemplate template,
        KubectlFlags flags,
        @Nullable JsonNode manifest,
        String mark) {
    static final String MARK = "skiff.dev/task";
    private static final String MANAGER = "skiff";
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final long NEVER = 1_000_000;

    /** One object. @param object null when nothing is there, which is no failure only where that was asked for */
    record Target(
            ResourceDefinitionContext kind,
            String namespace,
            @Nullable GenericKubernetesResource object) {}

    /**
     * Does it.
     *
     * @return the object; null after a deletion, or when a get that may find nothing found nothing
     * @throws KubernetesClientException as the server answers
     */
    @Nullable
    Target perform() throws ResourceFailed {
        return switch (template.action()) {
            case "create" -> created();
            case "apply" -> applied();
            case "replace" -> replaced();
            case "patch" -> patched();
            case "get" -> found();
            case "delete" -> {
                delete();
                yield null;
            }
            default ->
                throw new ResourceFailed(
                        "unknown action '" + template.action() + "': get, create, apply, delete, replace or patch");
        };
    }

    private ObjectNode object() throws ResourceFailed {
        if (!(manifest instanceof ObjectNode tree)) {
            throw new ResourceFailed(template.action() + " needs a manifest that is one object");
        }
        if (tree.path("kind").asText().isEmpty()
                || tree.path("apiVersion").asText().isEmpty()) {
            throw new ResourceFailed("the manifest must have apiVersion and kind");
        }
        return tree;
    }

    private ResourceDefinitionContext kind() throws ResourceFailed {
        if (flags.type() != null) {
            return cluster.kinds().ofName(flags.type());
        }
        ObjectNode tree = object();
        return cluster.kinds()
                .ofManifest(tree.path("apiVersion").asText(), tree.path("kind").asText());
    }

    private String namespace() {
        String own = manifest == null
                ? ""
                : manifest.path("metadata").path("namespace").asText();
        return flags.namespace() != null ? flags.namespace() : own.isEmpty() ? cluster.namespace() : own;
    }

    private String name() throws ResourceFailed {
        String name = flags.names().isEmpty()
                ? manifest == null ? "" : manifest.path("metadata").path("name").asText()
                : flags.names().getFirst();
        if (flags.names().size() > 1) {
            throw new ResourceFailed(template.action() + " takes one name, not " + flags.names());
        }
        if (name.isEmpty()) {
            throw new ResourceFailed("resource name may not be empty");
        }
        return name;
    }

    private Resource<GenericKubernetesResource> one(Target target) {
        return cluster.objects(target.kind, target.namespace)
                .withName(Objects.requireNonNull(target.object).getMetadata().getName());
    }

    /** The object of a target. */
    Resource<GenericKubernetesResource> resource(Target target) {
        return one(target);
    }

    /** A task that is done again after a crash finds what it has made, by its mark, and makes no second one. */
    private Target created() throws ResourceFailed {
        ResourceDefinitionContext kind = kind();
        String namespace = namespace();
        ObjectNode tree = object().deepCopy();
        ObjectNode metadata = tree.withObjectProperty("metadata");
        String prefix = metadata.path("generateName").asText();
        boolean generated = metadata.path("name").asText().isEmpty() && !prefix.isEmpty();
        if (generated) {
            metadata.put("name", prefix + suffix());
        }
        metadata.withObjectProperty("annotations").put(MARK, mark);
        var objects = cluster.objects(kind, namespace);
        try {
            return new Target(
                    kind, namespace, objects.resource(Cluster.object(tree)).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            GenericKubernetesResource there =
                    objects.withName(metadata.path("name").asText()).get();
            if (there != null && isMarked(there)) {
                return new Target(kind, namespace, there);
            }
            if (!generated) {
                throw e;
            }
            metadata.remove("name");
            return new Target(
                    kind, namespace, objects.resource(Cluster.object(tree)).create());
        }
    }

    private boolean isMarked(GenericKubernetesResource there) {
        Map<String, String> annotations = there.getMetadata().getAnnotations();
        return annotations != null && mark.equals(annotations.get(MARK));
    }

    /** Five characters, as the server would choose them, but the same for the same task. */
    private String suffix() {
        String alphabet = "bcdfghjklmnpqrstvwxz2456789";
        long hash = Integer.toUnsignedLong(mark.hashCode()) * 2_654_435_761L >>> 3;
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            out.append(alphabet.charAt((int) (hash % alphabet.length())));
            hash /= alphabet.length();
        }
        return out.toString();
    }

    private Target applied() throws ResourceFailed {
        name();
        PatchContext how = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(flags.fieldManager() == null ? MANAGER : flags.fieldManager())
                .withForce(!flags.serverSide() || flags.forceConflicts())
                .build();
        ResourceDefinitionContext kind = kind();
        String namespace = namespace();
        return new Target(
                kind,
                namespace,
                cluster.objects(kind, namespace)
                        .resource(Cluster.object(object()))
                        .patch(how));
    }

    private Target replaced() throws ResourceFailed {
        ResourceDefinitionContext kind = kind();
        String namespace = namespace();
        var one = cluster.objects(kind, namespace).withName(name());
        GenericKubernetesResource there = one.get();
        if (there == null) {
            throw notFound(kind, name());
        }
        ObjectNode tree = object().deepCopy();
        ObjectNode metadata = tree.withObjectProperty("metadata");
        if (metadata.path("resourceVersion").asText().isEmpty()) {
            metadata.put("resourceVersion", there.getMetadata().getResourceVersion());
        }
        return new Target(
                kind,
                namespace,
                cluster.objects(kind, namespace).resource(Cluster.object(tree)).update());
    }

    private Target patched() throws ResourceFailed {
        if (manifest == null) {
            throw new ResourceFailed("patch needs a manifest: what is to be changed");
        }
        String strategy =
                template.mergeStrategy() == null || template.mergeStrategy().isEmpty()
                        ? "strategic"
                        : template.mergeStrategy();
        PatchType type =
                switch (strategy) {
                    case "strategic" -> PatchType.STRATEGIC_MERGE;
                    case "merge" -> PatchType.JSON_MERGE;
                    case "json" -> PatchType.JSON;
                    default ->
                        throw new ResourceFailed(
                                "mergeStrategy '" + strategy + "' is unknown: strategic, merge or json");
                };
        ResourceDefinitionContext kind = kind();
        String namespace = namespace();
        var changed =
                cluster.objects(kind, namespace).withName(name()).patch(PatchContext.of(type), manifest.toString());
        return new Target(kind, namespace, changed);
    }

    private Target found() throws ResourceFailed {
        ResourceDefinitionContext kind = kind();
        String namespace = namespace();
        if (flags.selector() != null) {
            throw new ResourceFailed("Kind and name are both required but at least one of them is missing from the"
                    + " manifest: get with --selector gives a list, not an object");
        }
        GenericKubernetesResource there =
                cluster.objects(kind, namespace).withName(name()).get();
        if (there == null && !flags.ignoreNotFound()) {
            throw notFound(kind, name());
        }
        return new Target(kind, namespace, there);
    }

    private static ResourceFailed notFound(ResourceDefinitionContext kind, String name) {
        String group = kind.getGroup() == null || kind.getGroup().isEmpty() ? "" : "." + kind.getGroup();
        return new ResourceFailed(
                "Error from server (NotFound): " + kind.getPlural() + group + " \"" + name + "\" not found");
    }

    private void delete() throws ResourceFailed {
        ResourceDefinitionContext kind = kind();
        var objects = cluster.objects(kind, namespace());
        List<String> names = flags.selector() != null
                ? objects.withLabelSelector(flags.selector()).list().getItems().stream()
                        .map(o -> o.getMetadata().getName())
                        .toList()
                : flags.names().size() > 1 ? flags.names() : List.of(name());
        DeletionPropagation cascade = flags.cascade() == null
                ? DeletionPropagation.BACKGROUND
                : switch (flags.cascade().toLowerCase(Locale.ROOT)) {
                    case "background", "true" -> DeletionPropagation.BACKGROUND;
                    case "foreground" -> DeletionPropagation.FOREGROUND;
                    case "orphan", "false" -> DeletionPropagation.ORPHAN;
                    default -> throw new ResourceFailed("--cascade takes background, foreground or orphan");
                };
        for (String name : names) {
            var one = objects.withName(name).withPropagationPolicy(cascade);
            try {
                if (flags.gracePeriod() == null) {
                    one.delete();
                } else {
                    one.withGracePeriod(flags.gracePeriod()).delete();
                }
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND) {
                    throw e;
                }
            }
        }
        for (String name : flags.await() ? names : List.<String>of()) {
            objects.withName(name).waitUntilCondition(Objects::isNull, NEVER, TimeUnit.SECONDS);
        }
    }
}
