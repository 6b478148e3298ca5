package dev.skiff.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.model.Artifact;
import dev.skiff.model.ManifestFrom;
import dev.skiff.model.Parameter;
import dev.skiff.model.ResourceTemplate;
import dev.skiff.model.Template;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Templates of kind {@code resource} (RES-01 to RES-03, OUT-16), on a cluster that the user has named. Stopping a step changes nothing in
 * the cluster; a step that was waiting when the process died waits on.
 */
public final class ResourceWork implements TaskWork {
    /** What Argo's executor ends with. */
    private static final int EXECUTOR_FAILED = 64;

    private static final int MANIFEST_LIMIT = 3 << 20;
    static final String NO_CLUSTER = "a resource step changes objects of a cluster, and none was named: give"
            + " --kubeconfig FILE (and --context NAME); $KUBECONFIG is not read";

    private final Artifacts artifacts;
    private final ResourceReach reach;

    /** @param access null when the user named no cluster: then resource steps are refused */
    public ResourceWork(@Nullable ClusterAccess access, Artifacts artifacts) {
        this(access, artifacts, Cluster::of);
    }

    ResourceWork(@Nullable ClusterAccess access, Artifacts artifacts, Function<ClusterAccess, Cluster> opener) {
        this(new ResourceReach.Named(access, opener), artifacts);
    }

    private ResourceWork(ResourceReach reach, Artifacts artifacts) {
        this.artifacts = artifacts;
        this.reach = reach;
    }

    /** Steps do what the user of the client may do. @param client closed by its owner */
    public static ResourceWork as(KubernetesClient client, Artifacts artifacts) {
        return new ResourceWork(new ResourceReach.Open(new Cluster(client)), artifacts);
    }

    /**
     * Steps of workflows that are objects of the cluster do what the workflow's service account may do.
     *
     * @param own of the controller; may ask for tokens of service accounts
     */
    public static ResourceWork asServiceAccounts(
            KubeApi api, KubernetesClient own, Artifacts artifacts, InstantSource clock) {
        return new ResourceWork(new ResourceReach.Accounts(new AccountClients(api, own, clock)), artifacts);
    }

    @Override
    public Task.Kind kind() {
        return Task.Kind.RESOURCE;
    }

    @Override
    public void prepare(RunContext run) {
        List<String> steps = run.workflow().spec().templates().stream()
                .filter(t -> t.resource() != null)
                .map(Template::name)
                .map(name -> "'" + name + "'")
                .toList();
        if (steps.isEmpty()) {
            return;
        }
        reach.check(steps);
    }

    @Override
    public Outcome perform(Task task, RunContext run, Log log) throws InterruptedException {
        try {
            return new Outcome(Verdict.SUCCEEDED, 0, "", done(task, run, reach.of(task, run), log));
        } catch (ResourceFailed | ExecutorException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failed(Cluster.sentence(e));
        }
    }

    private static Outcome failed(String why) {
        String message = "main: Error (exit code " + EXECUTOR_FAILED + "): " + why;
        return new Outcome(Verdict.FAILED, EXECUTOR_FAILED, message, Results.NONE);
    }

    private Results done(Task task, RunContext run, Cluster at, Log log) throws ResourceFailed, InterruptedException {
        ResourceTemplate resource = task.template().resource();
        if (resource == null) {
            throw new ResourceFailed("the template has no resource");
        }
        boolean owned = Boolean.TRUE.equals(resource.setOwnerReference());
        if (owned && !reach.workflowsAreObjects()) {
            throw new ResourceFailed(
                    "setOwnerReference is not supported here: this workflow is no object of the cluster,"
                            + " whose garbage collector would delete what a missing owner owns");
        }
        Conditions conditions = Conditions.of(resource);
        KubectlFlags flags = KubectlFlags.parse(resource.flags());
        JsonNode manifest = manifest(task, run, resource);
        if (manifest == null && resource.flags().isEmpty()) {
            throw new ResourceFailed("Must provide at least one of flags or manifest.");
        }
        if (owned && manifest instanceof ObjectNode object) {
            own(object, run.workflow());
        }
        String mark = run.workflow().metadata().getUid() + "/" + task.nodeId();
        Action action = new Action(at, resource, flags, manifest, mark);
        Action.Target target = action.perform();
        if (target == null || target.object() == null) {
            log.line(resource.action() + ": done");
            return results(task, null);
        }
        var metadata = target.object().getMetadata();
        log.line(resource.action() + " " + target.kind().getPlural() + "/" + metadata.getName()
                + (target.kind().isNamespaceScoped() ? " in namespace " + target.namespace() : ""));
        JsonNode object =
                conditions.none() ? Cluster.tree(target.object()) : Cluster.await(action.resource(target), conditions);
        return results(task, object);
    }

    /** RES-03: the object goes with the workflow. */
    private static void own(ObjectNode object, Workflow workflow) {
        ObjectNode metadata = object.withObject("/metadata");
        ArrayNode owners = metadata.withArray("ownerReferences");
        owners.addObject()
                .put("apiVersion", workflow.apiVersion())
                .put("kind", workflow.kind())
                .put("name", workflow.metadata().getName())
                .put("uid", workflow.metadata().getUid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private @Nullable JsonNode manifest(Task task, RunContext run, ResourceTemplate resource) throws ResourceFailed {
        ManifestFrom from = resource.manifestFrom();
        String text = from == null ? resource.manifest() : fetched(task, run, from.artifact());
        if (text == null || text.isBlank()) {
            return null;
        }
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = Serialization.yamlMapper().createParser(text)) {
            for (JsonNode read = parser.readValueAsTree(); read != null; read = parser.readValueAsTree()) {
                if (!read.isNull() && !read.isMissingNode()) {
                    documents.add(read);
                }
            }
        } catch (JsonProcessingException e) {
            throw new ResourceFailed("the manifest is no YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ResourceFailed("the manifest cannot be read: " + e.getMessage());
        }
        if (documents.size() != 1) {
            throw new ResourceFailed("the manifest must be one document, not " + documents.size());
        }
        return documents.getFirst();
    }

    /** The input artifact of that name, or the artifact itself when it says where it lies. */
    private String fetched(Task task, RunContext run, Artifact named) throws ResourceFailed {
        var inputs = task.template().inputs();
        Artifact artifact = inputs == null
                ? named
                : inputs.artifacts().stream()
                        .filter(a -> a.name().equals(named.name()))
                        .findFirst()
                        .orElse(named);
        try (Artifacts.Fetched content = artifacts
                .load(run, task, artifact)
                .orElseThrow(() -> new ResourceFailed("artifact '" + artifact.name() + "' is not there"))) {
            StringBuilder text = new StringBuilder();
            content.read((entry, bytes) -> {
                if (!entry.isRoot() || entry.isDirectory()) {
                    throw new IOException("it is a directory, not a file");
                }
                byte[] read = bytes.readNBytes(MANIFEST_LIMIT + 1);
                if (read.length > MANIFEST_LIMIT) {
                    throw new IOException("it is larger than " + MANIFEST_LIMIT + " bytes");
                }
                text.append(new String(read, StandardCharsets.UTF_8));
            });
            return text.toString();
        } catch (ArtifactException e) {
            throw new ResourceFailed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ResourceFailed("manifestFrom: artifact '" + artifact.name() + "': " + e.getMessage());
        }
    }

    /** @param object null when there is none: then parameters have their default, or are empty (OUT-16) */
    private static Results results(Task task, @Nullable JsonNode object) throws ResourceFailed {
        Map<String, OutputFile> values = new LinkedHashMap<>();
        var outputs = task.template().outputs();
        for (Parameter parameter : outputs == null ? List.<Parameter>of() : outputs.parameters()) {
            ValueFrom from = parameter.valueFrom();
            if (from != null && (isSet(from.jsonPath()) || isSet(from.jqFilter()))) {
                values.put(parameter.name(), new OutputFile.Found(value(parameter.name(), from, object)));
            }
        }
        return new Results(values, null);
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static String value(String name, ValueFrom from, @Nullable JsonNode object) throws ResourceFailed {
        if (object == null) {
            return from.defaultValue() == null ? "" : from.defaultValue();
        }
        try {
            if (from.jsonPath() != null && !from.jsonPath().isEmpty()) {
                return KubectlJsonPath.parse(from.jsonPath()).print(object);
            }
            return JqFilter.apply(String.valueOf(from.jqFilter()), object);
        } catch (IllegalArgumentException | ResourceFailed e) {
            if (from.defaultValue() != null) {
                return from.defaultValue();
            }
            throw new ResourceFailed("output parameter '" + name + "': " + e.getMessage());
        }
    }

    @Override
    public void close() {
        reach.close();
    }
}
