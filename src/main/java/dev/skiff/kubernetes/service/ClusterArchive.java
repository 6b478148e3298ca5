package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The archive as one caller meets it: the database is asked with the server's password, so each thing is asked only when the API server says
 * that the caller may do it with workflows of that namespace.
 */
final class ClusterArchive implements WorkflowService.Archive {
    /** Of an object as JSON, beyond which its nodes are packed. */
    private static final int LARGE = 1 << 20;

    private final Callers.Known caller;
    private final CallerApi api;
    private final AccessReviews reviews;
    private final ServiceSettings settings;
    private final Instance instance;
    private final WorkflowArchive archive;

    /** @param archive of the instance */
    ClusterArchive(
            Callers.Known caller,
            AccessReviews reviews,
            ServiceSettings settings,
            Instance instance,
            WorkflowArchive archive) {
        this.instance = instance;
        this.caller = caller;
        this.api = caller.api();
        this.reviews = reviews;
        this.settings = settings;
        this.archive = archive;
    }

    /** The namespace that is meant, in which the caller may list; empty for all. */
    private String listed(String namespace) throws InterruptedException {
        String only = settings.managedNamespace();
        if (!only.isEmpty() && !namespace.isEmpty() && !namespace.equals(only)) {
            throw new ServiceException(Why.FORBIDDEN, "this server serves the namespace " + only + " alone");
        }
        String meant = namespace.isEmpty() ? only : namespace;
        if (!reviews.mayI(api, "list", meant, "")) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "Permission denied, you are not allowed to list workflows in "
                            + (meant.isEmpty()
                                    ? "all namespaces: say in which one, with the query parameter namespace"
                                    : "namespace \"" + meant + "\""));
        }
        return meant;
    }

    @Override
    public Listing list(String namespace, ListQuery query) throws InterruptedException {
        return archive.list(listed(namespace), query);
    }

    @Override
    public List<String> labelKeys(String namespace) throws InterruptedException {
        return archive.labelKeys(listed(namespace));
    }

    @Override
    public List<String> labelValues(String namespace, String key) throws InterruptedException {
        return archive.labelValues(listed(namespace), key);
    }

    /** Who may not do it, and who asks for what is not there, hear the same: whether it is there is nobody's business either. */
    private WorkflowArchive.Address permitted(String uid, String... verbs) throws InterruptedException {
        Optional<WorkflowArchive.Address> found = archive.find(uid);
        String namespace = found.map(WorkflowArchive.Address::namespace).orElse(settings.managedNamespace());
        for (String verb : verbs) {
            if (!reviews.mayI(
                    api,
                    verb,
                    namespace,
                    found.map(WorkflowArchive.Address::name).orElse(""))) {
                throw new ServiceException(
                        Why.FORBIDDEN,
                        "Permission denied: there is no archived workflow \"" + uid + "\" that you may " + verb);
            }
        }
        return found.orElseThrow(() -> missing(uid));
    }

    private static ServiceException missing(String uid) {
        return new ServiceException(Why.NOT_FOUND, "there is no archived workflow \"" + uid + "\"");
    }

    @Override
    public JsonNode get(String uid) throws InterruptedException {
        permitted(uid, "get");
        return archive.get(uid).map(Shown::of).orElseThrow(() -> missing(uid));
    }

    /** The last one of this name, if the caller may get it; for what is not in the cluster any more. */
    Optional<JsonNode> latest(String namespace, String name) throws InterruptedException {
        return reviews.mayI(api, "get", namespace, name)
                ? archive.latest(namespace, name).map(Shown::of)
                : Optional.empty();
    }

    @Override
    public void delete(String uid) throws InterruptedException {
        permitted(uid, "get", "delete");
        archive.delete(uid);
    }

    private WorkflowEdit edit(String uid) throws InterruptedException {
        if (get(uid) instanceof ObjectNode object) {
            return new WorkflowEdit(object);
        }
        throw missing(uid);
    }

    /** As Argo's server: it is made anew, under its old name. */
    @Override
    public JsonNode retry(String uid, Request.Retry request) throws InterruptedException {
        WorkflowEdit edit = edit(uid);
        String path = Paths.object(ResourceKind.WORKFLOW, edit.namespace(), edit.name());
        if (isThere(path)) {
            throw new ServiceException(
                    Why.ALREADY_EXISTS,
                    "Workflow already exists on cluster, use argo retry " + edit.name() + " instead");
        }
        InstantSource clock = settings.clock();
        RetriedNodes nodes = Retry.write(edit, request, clock.instant());
        new Pods(api, clock).remove(edit.namespace(), edit.name(), nodes.forgotten());
        ObjectNode again = edit.applied();
        ObjectNode metadata = again.withObjectProperty("metadata");
        metadata.remove(
                List.of("uid", "resourceVersion", "creationTimestamp", "generation", "selfLink", "managedFields"));
        if (again.toString().length() > LARGE) {
            ObjectNode status = again.withObjectProperty("status");
            status.put("compressedNodes", StatusCodec.pack(edit.nodes())).remove("nodes");
        }
        return Shown.of(api.json(Call.post(collection(path), again)));
    }

    private boolean isThere(String path) throws InterruptedException {
        try {
            api.send(Call.get(path).forMetadata());
            return true;
        } catch (ServiceException e) {
            if (e.why() == Why.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public JsonNode resubmit(String uid, boolean memoized, Map<String, String> parameters) throws InterruptedException {
        return new Asking(caller, instance, settings.clock()).resubmit(edit(uid), memoized, parameters);
    }

    private static String collection(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
