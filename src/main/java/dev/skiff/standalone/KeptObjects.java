package dev.skiff.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Names;
import dev.skiff.port.RunCatalog.Place;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WatchEvent;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Templates, cron workflows and event bindings: what an API server does with objects that it only keeps. */
final class KeptObjects {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 63;
    private static final long PAUSE_MILLIS = 200;
    private static final List<String> SERVERS_OWN =
            List.of("uid", "creationTimestamp", "generation", "managedFields", "selfLink");

    private final Parts parts;

    KeptObjects(Parts parts) {
        this.parts = parts;
    }

    static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    Listing list(ResourceKind kind, String namespace, ListQuery query) {
        Selection selection = Selection.of(kind.namespaced() ? namespace : "", query);
        int limit = selection.limit();
        Place after = selection.after();
        long version = parts.objects().version();
        List<ObjectNode> rest = parts.objects().list(kind).stream()
                .filter(selection::matches)
                .filter(o -> after == null || Selection.place(o).compareTo(after) > 0)
                .sorted(Comparator.comparing(Selection::place))
                .limit(limit + 1L)
                .toList();
        List<ObjectNode> page = rest.subList(0, Math.min(limit, rest.size()));
        return new Listing(
                List.copyOf(page),
                Long.toString(version),
                rest.size() > limit ? Selection.token(Selection.place(page.getLast())) : "");
    }

    JsonNode get(ResourceKind kind, String namespace, String name) {
        if (!isName(name) || kind.namespaced() && !isName(namespace)) {
            throw ServiceException.notFound(kind, name);
        }
        return parts.objects().find(kind, namespace, name).orElseThrow(() -> ServiceException.notFound(kind, name));
    }

    JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun) {
        ObjectNode fresh = object.deepCopy();
        ObjectNode metadata = fresh.withObjectProperty("metadata");
        String name = metadata.path("name").asText("");
        String prefix = metadata.path("generateName").asText("");
        if (name.isEmpty() && prefix.isEmpty()) {
            throw new ServiceException(Why.INVALID, "metadata.name: name or generateName is required");
        }
        String chosen = checked(name.isEmpty() ? Names.generated(prefix, parts.random()) : name, "name");
        metadata.put("name", chosen);
        place(kind, namespace, metadata);
        SERVERS_OWN.forEach(metadata::remove);
        metadata.remove("resourceVersion");
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put(
                "creationTimestamp",
                parts.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("generation", 1);
        fresh.put("apiVersion", ArgoObject.API_VERSION).put("kind", kind.kind());
        if (dryRun) {
            if (parts.objects().find(kind, namespace, chosen).isPresent()) {
                throw ServiceException.alreadyExists(kind, chosen);
            }
            return fresh;
        }
        return parts.objects()
                .edit(kind, namespace, chosen, present -> {
                    if (present != null) {
                        throw ServiceException.alreadyExists(kind, chosen);
                    }
                    return fresh;
                })
                .orElseThrow();
    }

    private static String checked(String name, String what) {
        if (!isName(name)) {
            throw new ServiceException(
                    Why.INVALID,
                    "metadata." + what + ": '" + name + "' must be at most " + LONGEST_NAME
                            + " characters of a-z, 0-9, '-' and '.', with a letter or digit first and last");
        }
        return name;
    }

    /** In the API server's words. */
    private static void place(ResourceKind kind, String namespace, ObjectNode metadata) {
        if (!kind.namespaced()) {
            metadata.remove("namespace");
            return;
        }
        checked(namespace, "namespace");
        String own = metadata.path("namespace").asText("");
        if (!own.isEmpty() && !own.equals(namespace)) {
            throw new ServiceException(
                    Why.INVALID,
                    "the namespace of the provided object does not match the namespace sent on the request: " + own
                            + ", " + namespace);
        }
        metadata.put("namespace", namespace);
    }

    JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object) {
        get(kind, namespace, name);
        ObjectNode fresh = object.deepCopy();
        ObjectNode metadata = fresh.withObjectProperty("metadata");
        String own = metadata.path("name").asText("");
        if (!own.isEmpty() && !own.equals(name)) {
            throw new ServiceException(
                    Why.INVALID,
                    "the name of the object (" + own + ") does not match the name on the URL (" + name + ")");
        }
        place(kind, namespace, metadata.put("name", name));
        fresh.put("apiVersion", ArgoObject.API_VERSION).put("kind", kind.kind());
        return parts.objects()
                .edit(kind, namespace, name, present -> replaced(kind, name, present, fresh))
                .orElseThrow();
    }

    private static ObjectNode replaced(ResourceKind kind, String name, @Nullable ObjectNode present, ObjectNode fresh) {
        if (present == null) {
            throw ServiceException.notFound(kind, name);
        }
        ObjectNode before = present.withObjectProperty("metadata");
        ObjectNode metadata = fresh.withObjectProperty("metadata");
        for (String field : List.of("resourceVersion", "uid")) {
            String known = metadata.path(field).asText("");
            if (!known.isEmpty() && !known.equals(before.path(field).asText())) {
                throw new ServiceException(
                        Why.CONFLICT,
                        "Operation cannot be fulfilled on " + kind.plural() + ".argoproj.io \"" + name
                                + "\": the object has been modified; please apply your changes to the latest version"
                                + " and try again");
            }
        }
        SERVERS_OWN.forEach(metadata::remove);
        metadata.set("uid", before.path("uid"));
        metadata.set("creationTimestamp", before.path("creationTimestamp"));
        boolean same = fresh.path("spec").equals(present.path("spec"));
        metadata.put("generation", before.path("generation").asLong(1) + (same ? 0 : 1));
        return fresh;
    }

    void delete(ResourceKind kind, String namespace, String name) {
        get(kind, namespace, name);
        parts.objects().edit(kind, namespace, name, present -> {
            if (present == null) {
                throw ServiceException.notFound(kind, name);
            }
            return null;
        });
    }

    /** Compares what there is with what was told last: each watcher knows the versions of the objects, and nothing else. */
    void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink, BooleanSupplier over)
            throws InterruptedException {
        Selection selection = Selection.of(kind.namespaced() ? namespace : "", query);
        boolean all = Versions.isBeginning(query.resourceVersion());
        long known = all ? -1 : Versions.of(query.resourceVersion());
        Map<String, ObjectNode> told = new HashMap<>();
        long seen = -1;
        while (!over.getAsBoolean()) {
            long now = parts.objects().version();
            if (now != seen) {
                seen = now;
                tell(kind, selection, told, known, sink);
                known = -1;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void tell(
            ResourceKind kind, Selection selection, Map<String, ObjectNode> told, long known, Sink<WatchEvent> sink)
            throws InterruptedException {
        Map<String, ObjectNode> gone = new HashMap<>(told);
        for (ObjectNode object : parts.objects().list(kind)) {
            if (!selection.matches(object)) {
                continue;
            }
            String key = object.path("metadata").path("uid").asText();
            ObjectNode marks = marks(object);
            gone.remove(key);
            ObjectNode before = told.put(key, marks);
            boolean old =
                    Versions.of(marks.path("metadata").path("resourceVersion").asText("0")) <= known;
            if (before == null && !old) {
                sink.take(new WatchEvent("ADDED", object));
            } else if (before != null && !before.equals(marks)) {
                sink.take(new WatchEvent("MODIFIED", object));
            }
        }
        for (Map.Entry<String, ObjectNode> one : gone.entrySet()) {
            told.remove(one.getKey());
            sink.take(new WatchEvent("DELETED", one.getValue()));
        }
    }

    /** What is left to tell of an object once it is gone. */
    private static ObjectNode marks(ObjectNode object) {
        ObjectNode marks = object.objectNode();
        marks.set("apiVersion", object.path("apiVersion"));
        marks.set("kind", object.path("kind"));
        ObjectNode metadata = marks.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "labels")) {
            if (object.path("metadata").has(field)) {
                metadata.set(field, object.path("metadata").path(field));
            }
        }
        return marks;
    }
}
