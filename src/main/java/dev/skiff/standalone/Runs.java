package dev.skiff.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Bundle;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Origin;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Shape;
import dev.skiff.runtime.submission.Birth;
import dev.skiff.runtime.submission.InputException;
import dev.skiff.runtime.submission.Resubmission;
import dev.skiff.runtime.submission.Submission;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import dev.skiff.spec.WorkflowDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Workflows: runs of the store, in the form of objects. */
final class Runs {
    /** A page ends when its objects come to so many bytes, so that no list takes more memory than this. */
    static final long LARGEST_PAGE = 32 << 20;

    private static final int TRIES = 5;
    private static final Shape NEEDED =
            Projection.of("metadata.name,status.phase").shape();
    private static final ResourceKind KIND = ResourceKind.WORKFLOW;

    private final Parts parts;
    private final Control control;
    private final RunResources resources;

    Runs(Parts parts, Control control, RunResources resources) {
        this.parts = parts;
        this.control = control;
        this.resources = resources;
    }

    /** @param which beside what the query says */
    Listing list(String namespace, ListQuery query, Predicate<Entry> which) {
        Selection selection = Selection.of(namespace, query);
        int limit = selection.limit();
        var after = selection.after();
        String version = Long.toString(parts.catalog().version());
        List<Entry> entries = parts.catalog().page(which.and(selection::matches), after, limit + 1);
        List<JsonNode> items = new ArrayList<>();
        long bytes = 0;
        int taken = 0;
        for (Entry entry : entries.subList(0, Math.min(limit, entries.size()))) {
            bytes += query.shown().isEverything() ? parts.catalog().size(entry.name()) : 0;
            if (taken > 0 && bytes > LARGEST_PAGE) {
                break;
            }
            ObjectNode object = find(entry, query.shown()).orElse(null);
            if (object != null) {
                items.add(object);
                bytes += query.shown().isEverything() ? 0 : Shape.weight(object);
            }
            taken++;
        }
        String token =
                taken < entries.size() ? Selection.token(entries.get(taken - 1).place()) : "";
        return new Listing(items, version, token);
    }

    /**
     * What is wanted of it, from the catalog when that has it all.
     *
     * @return empty when it has been deleted meanwhile
     */
    Optional<ObjectNode> find(Entry entry, Projection shown) {
        return shown.isWithin(Outline.FIELDS) ? Optional.of(Outline.of(entry)) : read(entry, shown);
    }

    /** What is wanted of it, with the annotation of one that goes on no longer. @return empty when it has been deleted meanwhile */
    Optional<ObjectNode> read(Entry entry, Projection shown) {
        // before the object is read: one that is not driven then, and has not ended in what is read then, will not end
        boolean mayEnd = entry.completed() || isLive(entry);
        Shape shape = Shape.union(shown.shape(), NEEDED);
        return parts.catalog().read(entry.name(), shape).map(object -> presented(object, entry, mayEnd));
    }

    boolean isLive(Entry entry) {
        return parts.store().isLive(entry.name());
    }

    /** As the API server of a cluster would have it; one that goes on no longer although it has not ended says so. */
    private static ObjectNode presented(ObjectNode object, Entry entry, boolean mayEnd) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.put("resourceVersion", Long.toString(entry.version()));
        String phase = object.path("status").path("phase").asText("");
        if (!phase.isEmpty()) {
            ObjectNode labels = metadata.withObjectProperty("labels");
            labels.put(Labels.PHASE, phase);
            if (isCompleted(phase)) {
                labels.put(Labels.COMPLETED, "true");
            }
        }
        if (!mayEnd && !isCompleted(phase)) {
            metadata.withObjectProperty("annotations")
                    .put(Labels.INTERRUPTED, "its process has died: skiff resume " + entry.name());
        }
        return object;
    }

    private static boolean isCompleted(String text) {
        WorkflowPhase phase = WorkflowPhase.of(text);
        return phase != null && phase.completed();
    }

    /** @param namespace empty for whichever it is in: a machine has each name once */
    Entry entry(String namespace, String name) {
        List<String> served = parts.namespaces();
        return parts.catalog()
                .find(name)
                .filter(entry -> namespace.isEmpty()
                        ? served.isEmpty() || served.contains(entry.namespace())
                        : entry.namespace().equals(namespace))
                .orElseThrow(() -> ServiceException.notFound(KIND, name));
    }

    ObjectNode get(String namespace, String name) {
        return get(namespace, name, Projection.EVERYTHING);
    }

    ObjectNode get(String namespace, String name, Projection shown) {
        return find(entry(namespace, name), shown).orElseThrow(() -> ServiceException.notFound(KIND, name));
    }

    StoredRun stored(String namespace, String name) {
        entry(namespace, name);
        return parts.store().find(name).orElseThrow(() -> ServiceException.notFound(KIND, name));
    }

    JsonNode create(String namespace, ObjectNode object, boolean dryRun) {
        ObjectNode draft = draft(namespace, object);
        byte[] json = TemplateGathering.json(draft);
        TemplateGathering.Gathered gathered = new TemplateGathering(parts.objects()).of(namespace, json);
        Workflow checked = checked(json, gathered);
        Workflow workflow = named(checked);
        if (dryRun) {
            return ModelMapper.strict().valueToTree(workflow);
        }
        start(workflow, TemplateGathering.with(gathered.templates().bundle(), parts.resources()), null, List.of());
        return get(namespace, workflow.metadata().getName());
    }

    private static ObjectNode draft(String namespace, ObjectNode object) {
        if (!KeptObjects.isName(namespace)) {
            throw new ServiceException(Why.INVALID, "'" + namespace + "' cannot be the name of a namespace");
        }
        ObjectNode draft = object.deepCopy();
        draft.put("apiVersion", ArgoObject.API_VERSION).put("kind", KIND.kind());
        draft.remove("status");
        ObjectNode metadata = draft.withObjectProperty("metadata");
        String own = metadata.path("namespace").asText("");
        if (!own.isEmpty() && !own.equals(namespace)) {
            throw new ServiceException(
                    Why.INVALID,
                    "the namespace of the provided object does not match the namespace sent on the request: " + own
                            + ", " + namespace);
        }
        metadata.put("namespace", namespace);
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
        return draft;
    }

    /** With the defaults under it. @throws ServiceException INVALID with all problems */
    private Workflow checked(byte[] json, TemplateGathering.Gathered gathered) {
        Bundle shared = TemplateGathering.with(Manifests.load(List.of()).bundle(), parts.resources());
        Loaded all = Manifests.load(List.of(new Source("", json)))
                .and(gathered.templates())
                .and(new Loaded(List.of(), shared, List.of(), List.of(), Set.of()));
        Workflow defaults = parts.resources().workflowDefaults();
        Loaded whole = defaults == null ? all : WorkflowDefaults.under(all, defaults);
        List<String> problems = new ArrayList<>(gathered.missing());
        Lint.check(whole).stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .map(Problem::sentence)
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            throw new ServiceException(Why.INVALID, "invalid spec: " + problems.getFirst() + more, problems);
        }
        return whole.bundle().workflows().getFirst();
    }

    private Workflow named(Workflow workflow) {
        Submission submission = new Submission(null, null, null, "", Map.of());
        String name = workflow.metadata().getName();
        for (int attempt = 1; ; attempt++) {
            try {
                Workflow born =
                        submission.applyTo(workflow, Birth.fresh(parts.clock().instant(), parts.random()));
                if (parts.catalog().find(born.metadata().getName()).isEmpty()) {
                    return born;
                }
                if (name != null && !name.isEmpty() || attempt == TRIES) {
                    throw ServiceException.alreadyExists(KIND, born.metadata().getName());
                }
            } catch (InputException e) {
                throw new ServiceException(Why.INVALID, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private void start(Workflow workflow, Bundle given, @Nullable Origin repeated, List<NodeStatus> originals) {
        try {
            control.start(workflow, given, repeated, originals);
        } catch (StoreException e) {
            String name = workflow.metadata().getName();
            if (parts.catalog().find(name).isPresent()) {
                throw ServiceException.alreadyExists(KIND, name);
            }
            throw e;
        }
    }

    JsonNode ask(String namespace, String name, Request request) throws InterruptedException {
        StoredRun run = stored(namespace, name);
        if (request instanceof Request.Retry retry) {
            control.retry(run, retry);
        } else {
            control.ask(run, request);
        }
        return get(namespace, name);
    }

    JsonNode resubmit(String namespace, String name, boolean memoized, Map<String, String> parameters) {
        StoredRun run = stored(namespace, name);
        var status = Elsewhere.status(run);
        if (memoized && status.phase() != WorkflowPhase.FAILED && status.phase() != WorkflowPhase.ERROR) {
            throw new ServiceException(Why.CONFLICT, "workflow must be Failed/Error to resubmit in memoized mode");
        }
        List<NodeStatus> originals = memoized ? List.copyOf(status.nodes().values()) : List.of();
        try {
            Origin origin = parts.store().origin(name);
            Bundle given = resources.recorded(run, origin);
            Workflow fresh = new Resubmission(parameters, null)
                    .of(run.workflow(), parts.clock().instant(), parts.random());
            start(fresh, given, origin, originals);
            return get(namespace, fresh.metadata().getName());
        } catch (InputException e) {
            throw new ServiceException(Why.CONFLICT, String.valueOf(e.getMessage()), e);
        }
    }

    void delete(String namespace, String name) throws InterruptedException {
        control.delete(stored(namespace, name));
    }
}
