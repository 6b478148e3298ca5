package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Artifacts of a workflow's nodes: the place is said by the status, the credentials are in Secrets that the caller has to be able to read. */
final class ArtifactFiles {
    private final CallerApi api;
    private final Depot depot;

    ArtifactFiles(CallerApi api, Depot depot) {
        this.api = api;
        this.depot = depot;
    }

    /** @param input whether it is one of the node's inputs */
    Download fetch(JsonNode workflow, String nodeId, String artifact, boolean input) throws InterruptedException {
        String name = workflow.path("metadata").path("name").asText("");
        JsonNode node = workflow.path("status").path("nodes").path(nodeId);
        if (node.isMissingNode()) {
            throw new ServiceException(Why.NOT_FOUND, "workflow " + name + " has no node " + nodeId);
        }
        JsonNode found = find(node, artifact, input);
        if (found == null) {
            throw new ServiceException(
                    Why.NOT_FOUND,
                    "node " + nodeId + " of workflow " + name + " has no " + (input ? "input" : "output")
                            + " artifact '" + artifact + "'");
        }
        if (found.path("deleted").asBoolean(false)) {
            throw new ServiceException(Why.NOT_FOUND, "artifact '" + artifact + "' of node " + nodeId + " was deleted");
        }
        try {
            Depot.Wanted wanted = new Depot.Wanted(
                    ModelMapper.lenient().treeToValue(workflow, Workflow.class),
                    archiveLocation(workflow, node),
                    repository(workflow),
                    ModelMapper.lenient().treeToValue(found, Artifact.class));
            return depot.fetch(
                    wanted,
                    new Reading(workflow.path("metadata").path("namespace").asText("")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ServiceException(Why.INTERNAL, "workflow " + name + " cannot be read: " + e.getMessage(), e);
        } catch (ArtifactException e) {
            throw new ServiceException(
                    e.isNotFound() ? Why.NOT_FOUND : Why.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Null when the node has none of that name. */
    static @Nullable JsonNode find(JsonNode node, String artifact, boolean input) {
        for (JsonNode one : node.path(input ? "inputs" : "outputs").path("artifacts")) {
            if (one.path("name").asText("").equals(artifact)) {
                return one;
            }
        }
        return null;
    }

    private static @Nullable ArtifactLocation archiveLocation(JsonNode workflow, JsonNode node)
            throws JsonProcessingException {
        String reference = node.path("templateRef").path("template").asText("");
        String template = reference.isEmpty() ? node.path("templateName").asText("") : reference;
        JsonNode status = workflow.path("status");
        for (JsonNode templates : new JsonNode[] {
            workflow.path("spec").path("templates"),
            status.path("storedWorkflowTemplateSpec").path("templates"),
            status.path("storedTemplates")
        }) {
            for (JsonNode one : templates) {
                if (one.path("name").asText("").equals(template) && one.has("archiveLocation")) {
                    return ModelMapper.lenient().treeToValue(one.path("archiveLocation"), ArtifactLocation.class);
                }
            }
        }
        return null;
    }

    private static @Nullable ArtifactRepository repository(JsonNode workflow) throws JsonProcessingException {
        JsonNode known = workflow.path("status").path("artifactRepositoryRef").path("artifactRepository");
        return known.isObject() ? ModelMapper.lenient().treeToValue(known, ArtifactRepository.class) : null;
    }

    private final class Reading implements Depot.Readable {
        private final String namespace;

        Reading(String namespace) {
            this.namespace = namespace;
        }

        private @Nullable JsonNode get(String plural, String name) throws InterruptedException {
            try {
                return api.json(Call.get(Paths.core(namespace, plural, name)));
            } catch (ServiceException e) {
                if (e.why() == Why.NOT_FOUND) {
                    return null;
                }
                throw e;
            }
        }

        @Override
        public Optional<String> secret(String name, String key) throws InterruptedException {
            JsonNode secret = get("secrets", name);
            String value = secret == null ? "" : secret.path("data").path(key).asText("");
            if (value.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
        }

        @Override
        public Optional<ConfigMap> configMap(String name) throws InterruptedException {
            JsonNode map = get("configmaps", name);
            try {
                return map == null
                        ? Optional.empty()
                        : Optional.of(ModelMapper.lenient().treeToValue(map, ConfigMap.class));
            } catch (JsonProcessingException e) {
                throw new ServiceException(Why.INTERNAL, "the ConfigMap " + name + " cannot be read", e);
            }
        }
    }
}
