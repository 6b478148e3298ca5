package dev.skiff.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A watch that goes on when the server was away: it begins anew with all that there is, and tells of each state once, and of what was
 * deleted meanwhile.
 */
final class WatchFollower {
    private static final int PAGE = 500;

    @FunctionalInterface
    interface Lister {
        Listing list(ListQuery query) throws InterruptedException;
    }

    /** The identity of an object, and the version of it that was told last. */
    private record Known(ObjectNode metadata, String version) {}

    private static final Projection IDENTITY = Projection.of("metadata.uid,metadata.namespace,metadata.name");

    private final Transport transport;
    private final String path;
    private final ListQuery query;
    private final Lister lister;
    private final Sink<WatchEvent> sink;
    private final Map<String, Known> known = new HashMap<>();

    /** @param path of the streaming operation */
    WatchFollower(Transport transport, String path, ListQuery query, Lister lister, Sink<WatchEvent> sink) {
        this.transport = transport;
        this.path = path;
        this.query = query;
        this.lister = lister;
        this.sink = sink;
    }

    /** Until the thread is interrupted. @throws ServiceException when it is refused, or the server stays away */
    void follow() throws InterruptedException {
        Reconnecting reconnecting = new Reconnecting(transport);
        String from = path + Query.of(query);
        ListQuery anew = query.watchedFrom("");
        while (true) {
            try {
                EventStream.read(transport, from, this::take, reconnecting::heard);
                reconnecting.pause();
            } catch (ServiceException e) {
                reconnecting.after(e);
            }
            from = path + Query.of(anew);
            try {
                tellOfDeleted(anew);
            } catch (ServiceException e) {
                reconnecting.after(e);
            }
        }
    }

    private void take(JsonNode event) throws InterruptedException {
        String type = event.path("type").asText("");
        JsonNode object = event.path("object");
        if (type.isEmpty() || !object.isObject()) {
            return;
        }
        JsonNode metadata = object.path("metadata");
        String key = key(metadata);
        if (type.equals("DELETED")) {
            known.remove(key);
            sink.take(new WatchEvent(type, object));
            return;
        }
        String version = metadata.path("resourceVersion").asText("");
        Known before = known.get(key);
        if (before != null && !version.isEmpty() && before.version().equals(version)) {
            return;
        }
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        for (String field : new String[] {"name", "namespace", "uid", "labels"}) {
            if (metadata.has(field)) {
                identity.set(field, metadata.get(field));
            }
        }
        known.put(key, new Known(identity, version));
        sink.take(new WatchEvent(before != null && type.equals("ADDED") ? "MODIFIED" : type, object));
    }

    private void tellOfDeleted(ListQuery anew) throws InterruptedException {
        Set<String> there = new HashSet<>();
        String token = "";
        do {
            Listing page = lister.list(anew.page(PAGE, token).showing(IDENTITY));
            page.items().forEach(one -> there.add(key(one.path("metadata"))));
            token = page.continueToken();
        } while (!token.isEmpty());
        for (var entry : Map.copyOf(known).entrySet()) {
            if (!there.contains(entry.getKey())) {
                known.remove(entry.getKey());
                ObjectNode last = JsonNodeFactory.instance.objectNode();
                last.set("metadata", entry.getValue().metadata());
                sink.take(new WatchEvent("DELETED", last));
            }
        }
    }

    private static String key(JsonNode metadata) {
        String uid = metadata.path("uid").asText("");
        return uid.isEmpty()
                ? metadata.path("namespace").asText() + "/"
                        + metadata.path("name").asText()
                : uid;
    }
}
