package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory: create, get, list, merge patch, delete and watch of any kind, with versions and label selectors. Watches hear
 * of a change before its own call is answered, as they may of a real server.
 */
public final class FakeApi implements KubeApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("(/api/v1|/apis/[^/]+/[^/]+)(?:/namespaces/([^/?]+))?/([^/?]+)(?:/([^/?]+))?(?:\\?(.*))?");

    private record Key(String group, String namespace, String kind, String name) {}

    private record Place(String group, String namespace, String kind, String name, Map<String, String> query) {

        boolean holds(Key key) {
            return key.group().equals(group)
                    && key.kind().equals(kind)
                    && (namespace.isEmpty() || key.namespace().equals(namespace));
        }

        Key key(String of) {
            return new Key(group, namespace, kind, of);
        }
    }

    private record Watch(Place place, Consumer<byte[]> lines, CompletableFuture<Void> end) {}

    private final ExecutorService server = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("fake-api").factory());
    private final Map<Key, ObjectNode> objects = new LinkedHashMap<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private volatile Function<Call, @Nullable KubeProblem> trouble = call -> null;
    private long version = 100;
    private volatile Duration late = Duration.ZERO;

    /** What goes wrong from now on; null for nothing. */
    public void trouble(Function<Call, @Nullable KubeProblem> which) {
        trouble = which;
    }

    /** All calls there were but for reads, in their order. */
    public synchronized List<Call> writes() {
        return calls.stream().filter(c -> !c.method().equals("GET")).toList();
    }

    /** The object as it is now; null when there is none. */
    public synchronized @Nullable JsonNode find(String path) {
        Place place = place(path);
        ObjectNode object = objects.get(place.key(place.name()));
        return object == null ? null : object.deepCopy();
    }

    /** As somebody else would do it. */
    public JsonNode put(String collection, String json) {
        try {
            return send(Call.post(collection, JSON.readTree(json))).join().json();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As somebody else would do it. */
    public void merge(String path, String json) {
        send(Call.merge(path, json.getBytes(StandardCharsets.UTF_8))).join();
    }

    public void delete(String path) {
        send(Call.delete(path)).join();
    }

    /** Breaks all watches off, which then begin where they were. */
    public void breakWatches() {
        server.execute(() -> {
            List<Watch> all;
            synchronized (this) {
                all = List.copyOf(watches);
                watches.clear();
            }
            all.forEach(w -> w.end().completeExceptionally(new KubeProblem(410, "Expired", "too old", null)));
        });
    }

    @Override
    public CompletableFuture<Answer> send(Call call) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        server.execute(() -> {
            try {
                KubeProblem problem = trouble.apply(call);
                if (problem != null) {
                    throw problem;
                }
                answer.complete(new Answer(200, JSON.writeValueAsBytes(answered(call))));
            } catch (KubeProblem e) {
                answer.completeExceptionally(e);
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(new KubeProblem(500, "Fake", e.toString(), e));
            }
        });
        return answer;
    }

    private synchronized JsonNode answered(Call call) throws IOException {
        calls.add(call);
        Place place = place(call.path());
        byte[] body = call.body();
        JsonNode given = body == null ? JSON.nullNode() : JSON.readTree(body);
        return switch (call.method()) {
            case "GET" -> place.name().isEmpty() ? list(place) : found(place);
            case "POST" -> created(place, (ObjectNode) given);
            case "PATCH" -> merged(place, (ObjectNode) given);
            case "DELETE" -> deleted(place);
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private static Place place(String path) {
        Matcher m = PATH.matcher(path);
        if (!m.matches()) {
            throw new IllegalArgumentException(path);
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : (m.group(5) == null ? "" : m.group(5)).split("&")) {
            int at = part.indexOf('=');
            if (at > 0) {
                query.put(part.substring(0, at), URLDecoder.decode(part.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return new Place(
                m.group(1),
                m.group(2) == null ? "" : m.group(2),
                m.group(3),
                m.group(4) == null ? "" : m.group(4),
                query);
    }

    private JsonNode list(Place place) {
        ObjectNode list = JSON.createObjectNode();
        list.putObject("metadata").put("resourceVersion", String.valueOf(version));
        var items = list.putArray("items");
        objects.forEach((key, object) -> {
            if (place.holds(key) && matches(place, object)) {
                items.add(object.deepCopy());
            }
        });
        return list;
    }

    private ObjectNode found(Place place) {
        ObjectNode object = objects.get(place.key(place.name()));
        if (object == null) {
            throw new KubeProblem(404, "NotFound", place.kind() + " \"" + place.name() + "\" not found", null);
        }
        return object.deepCopy();
    }

    private ObjectNode created(Place place, ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        String name = metadata.path("name").asText();
        if (objects.containsKey(place.key(name))) {
            throw new KubeProblem(409, "AlreadyExists", name + " already exists", null);
        }
        metadata.put("namespace", place.namespace());
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", Instant.now().toString());
        return stored(place.key(name), null, object);
    }

    private ObjectNode merged(Place place, ObjectNode patch) {
        ObjectNode before = found(place);
        String uid = patch.path("metadata").path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(before.path("metadata").path("uid").asText())) {
            throw new KubeProblem(409, "Conflict", "Precondition failed: UID in precondition: " + uid, null);
        }
        ObjectNode after = before.deepCopy();
        apply(patch, after);
        after.withObjectProperty("metadata").remove("managedFields");
        return stored(place.key(place.name()), before, after);
    }

    /** RFC 7386. */
    public static void apply(ObjectNode patch, ObjectNode into) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                ObjectNode old = into.get(field.getKey()) instanceof ObjectNode o ? o : JSON.createObjectNode();
                apply(inner, old);
                into.set(field.getKey(), old);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private ObjectNode stored(Key key, @Nullable ObjectNode before, ObjectNode after) {
        after.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
        objects.put(key, after);
        for (Watch watch : watches) {
            if (watch.place().holds(key)) {
                boolean was = before != null && matches(watch.place(), before);
                boolean is = matches(watch.place(), after);
                if (was || is) {
                    tell(watch, is ? was ? "MODIFIED" : "ADDED" : "DELETED", is ? after : as(before, version));
                }
            }
        }
        return after.deepCopy();
    }

    private JsonNode deleted(Place place) {
        ObjectNode object = found(place);
        Key key = place.key(place.name());
        objects.remove(key);
        object.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
        for (Watch watch : watches) {
            if (watch.place().holds(key) && matches(watch.place(), object)) {
                tell(watch, "DELETED", object);
            }
        }
        return object;
    }

    /** What no longer is what a watch asked for is told of as it was before, with the version of what it is now, as API servers do it. */
    private static ObjectNode as(@Nullable ObjectNode before, long version) {
        ObjectNode old = Objects.requireNonNull(before).deepCopy();
        old.withObjectProperty("metadata").put("resourceVersion", String.valueOf(version));
        return old;
    }

    /** From now on watches hear that something is gone only after this time. */
    public void tellLate(Duration late) {
        this.late = late;
    }

    private void tell(Watch watch, String type, ObjectNode object) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        event.set("object", object.deepCopy());
        byte[] line = event.toString().getBytes(StandardCharsets.UTF_8);
        if (!type.equals("DELETED") || late.isZero()) {
            watch.lines().accept(line);
            return;
        }
        CompletableFuture.delayedExecutor(late.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> watch.lines().accept(line));
    }

    private static boolean matches(Place place, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String field = place.query().getOrDefault("fieldSelector", "");
        if (!field.isEmpty()
                && !field.equals("metadata.name=" + metadata.path("name").asText())) {
            return false;
        }
        JsonNode labels = metadata.path("labels");
        for (String term : place.query().getOrDefault("labelSelector", "").split(",")) {
            if (!term.isEmpty() && !holds(term, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String term, JsonNode labels) {
        if (term.startsWith("!")) {
            return !labels.has(term.substring(1));
        }
        int not = term.indexOf("!=");
        if (not > 0) {
            return !labels.path(term.substring(0, not)).asText("").equals(term.substring(not + 2));
        }
        int is = term.indexOf('=');
        return is < 0
                ? labels.has(term)
                : labels.path(term.substring(0, is)).asText("").equals(term.substring(is + 1));
    }

    @Override
    public Stream open(Call call, Consumer<byte[]> lines) {
        Watch watch = new Watch(place(call.path()), lines, new CompletableFuture<>());
        server.execute(() -> {
            synchronized (this) {
                if (Long.parseLong(watch.place().query().get("resourceVersion")) < version) {
                    // what came between is told as a whole
                    watch.end().completeExceptionally(new KubeProblem(410, "Expired", "too old", null));
                } else {
                    watches.add(watch);
                }
            }
        });
        return new Stream() {
            @Override
            public CompletableFuture<Void> end() {
                return watch.end();
            }

            @Override
            public void close() {
                synchronized (FakeApi.this) {
                    watches.remove(watch);
                }
                watch.end().complete(null);
            }
        };
    }

    @Override
    public Stream follow(Call call, Consumer<byte[]> chunks) {
        throw new IllegalArgumentException("there are no logs here");
    }

    @Override
    public String namespace() {
        return "argo";
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
