package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory, for any kind of object: create, read, list in pages, replace, merge patch, delete, watch from a version on, and
 * the refusals that go with them. Tests play the cluster's other parts with {@link #change} and {@link #remove}, and its troubles with
 * {@link #refuse}, {@link #breakWatches} and {@link #forgetHistory}. All answers and events come from one thread of its own.
 */
public final class FakeKubeApi implements KubeApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("fake-api").factory());
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Event> history = new ArrayList<>();
    private final List<Watching> watches = new CopyOnWriteArrayList<>();
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private Consumer<ObjectNode> defaulting = object -> {};
    private long version;
    private long oldest;

    /** @param key path of the object without its query */
    private record Event(long version, String type, String key, ObjectNode object) {}

    private static final class Refusal {
        private final Predicate<Call> which;
        private final KubeProblem problem;
        private int times;

        Refusal(int times, Predicate<Call> which, KubeProblem problem) {
            this.times = times;
            this.which = which;
            this.problem = problem;
        }
    }

    // what a test does and sees

    /** The next {@code times} calls of the kind fail. */
    public void refuse(int times, Predicate<Call> which, int status, String reason, String message) {
        refusals.add(new Refusal(times, which, new KubeProblem(status, reason, message, null)));
    }

    public static Predicate<Call> of(String method, String inPath) {
        return call -> call.method().equals(method) && call.path().contains(inPath);
    }

    /** Every call so far, {@code POST /api/…}, oldest first. */
    public List<String> calls() {
        return calls.stream().map(Call::toString).toList();
    }

    /** Those that write. */
    public List<Call> writes() {
        return calls.stream().filter(c -> !c.method().equals("GET")).toList();
    }

    public synchronized @Nullable ObjectNode find(String path) {
        ObjectNode found = objects.get(path);
        return found == null ? null : found.deepCopy();
    }

    /** All objects of a collection, by name. */
    public synchronized List<ObjectNode> all(String collection) {
        return objects.entrySet().stream()
                .filter(e -> ApiPaths.isIn(collection, e.getKey()))
                .map(e -> e.getValue().deepCopy())
                .toList();
    }

    /** As it is now; fails when there is none. */
    public ObjectNode at(String path) {
        return Objects.requireNonNull(find(path), () -> "nothing at " + path + "; there are " + objects.keySet());
    }

    /** Puts an object there as somebody else would. */
    public synchronized ObjectNode put(String collection, JsonNode object) {
        return store(collection + "/" + object.path("metadata").path("name").asText(), (ObjectNode) object.deepCopy());
    }

    /** Changes an object as a kubelet or another client would. */
    public synchronized void change(String path, Consumer<ObjectNode> change) {
        ObjectNode object = at(path);
        change.accept(object);
        update(path, object);
    }

    /** Deletes an object as somebody else would. */
    public synchronized void remove(String path) {
        delete(path);
    }

    /** Done to every object that is created. */
    public void onCreate(Consumer<ObjectNode> what) {
        defaulting = what;
    }

    public void log(String pod, String container, String text) {
        logs.put(pod + "/" + container, text);
    }

    /** All watches fail; they may be opened again. */
    public void breakWatches() {
        watches.forEach(w -> w.fail(new KubeProblem(0, "", "the connection is gone", null)));
    }

    /** All watches end as they do after their time. */
    public void endWatches() {
        watches.forEach(Watching::close);
    }

    /** Whoever asks for changes since before now has to list. */
    public synchronized void forgetHistory() {
        oldest = version + 1;
        history.clear();
        version++;
    }

    /** Tells all watches how far they are. */
    public synchronized void bookmark() {
        String line = "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Any\",\"metadata\":{\"resourceVersion\":\""
                + version + "\"}}}";
        watches.forEach(w -> w.line(line));
    }

    /** Gives all watches a line, whatever it is. */
    public void tell(String line) {
        watches.forEach(w -> w.line(line));
    }

    public int watches() {
        return watches.size();
    }

    /** Waits until everything that was called, told and answered so far has been heard. */
    public void settle() {
        for (int i = 0; i < 5; i++) {
            try {
                thread.submit(() -> {}).get(10, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("the fake API server is stuck", e);
            }
        }
    }

    // the API

    @Override
    public CompletableFuture<Answer> send(Call call) {
        calls.add(call);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(answered(call));
            } catch (KubeProblem e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Answer answered(Call call) {
        refuseIfAsked(call);
        synchronized (this) {
            String path = ApiPaths.pathOf(call);
            if (path.endsWith("/log")) {
                return new Answer(200, text(call).getBytes(StandardCharsets.UTF_8));
            }
            JsonNode body = body(call);
            JsonNode answer =
                    switch (call.method()) {
                        case "GET" ->
                            objects.containsKey(path) || !ApiPaths.isCollection(path) ? existing(path) : list(call);
                        case "POST" -> created(call, (ObjectNode) body);
                        case "PUT" -> replaced(path, (ObjectNode) body);
                        case "PATCH" -> patched(path, body);
                        case "DELETE" -> deleted(path, body);
                        default -> throw new KubeProblem(405, "MethodNotAllowed", call.method(), null);
                    };
            JsonNode shown = call.accept().contains("PartialObjectMetadata;") ? ApiPaths.metadataOnly(answer) : answer;
            return new Answer(200, shown.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void refuseIfAsked(Call call) {
        for (Refusal refusal : refusals) {
            if (refusal.times > 0 && refusal.which.test(call)) {
                refusal.times--;
                throw refusal.problem;
            }
        }
    }

    private static JsonNode body(Call call) {
        byte[] body = call.body();
        try {
            return body == null ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new KubeProblem(400, "BadRequest", "the body is no JSON", e);
        }
    }

    private ObjectNode existing(String path) {
        ObjectNode found = objects.get(path);
        if (found == null) {
            throw new KubeProblem(404, "NotFound", "Error from server (NotFound): " + path, null);
        }
        return found;
    }

    private ObjectNode created(Call call, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.has("name")) {
            metadata.put("name", metadata.path("generateName").asText() + version);
        }
        String key = ApiPaths.pathOf(call) + "/" + metadata.path("name").asText();
        if (objects.containsKey(key)) {
            throw new KubeProblem(409, "AlreadyExists", "Error from server (AlreadyExists): " + key, null);
        }
        defaulting.accept(object);
        return ApiPaths.query(call, "dryRun").isEmpty() ? store(key, object) : object;
    }

    private ObjectNode store(String key, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + (version + 1));
        }
        return record("ADDED", key, object);
    }

    private ObjectNode record(String type, String key, ObjectNode object) {
        object.withObject("/metadata").put("resourceVersion", Long.toString(++version));
        if (type.equals("DELETED")) {
            objects.remove(key);
        } else {
            objects.put(key, object);
        }
        Event event = new Event(version, type, key, object.deepCopy());
        history.add(event);
        watches.forEach(w -> w.event(event));
        return object;
    }

    private ObjectNode update(String key, ObjectNode object) {
        return record("MODIFIED", key, object);
    }

    private ObjectNode replaced(String path, ObjectNode object) {
        String known = existing(path).path("metadata").path("resourceVersion").asText();
        String given = object.path("metadata").path("resourceVersion").asText();
        if (!given.isEmpty() && !given.equals(known)) {
            throw conflict(path);
        }
        return update(path, object);
    }

    private static KubeProblem conflict(String path) {
        return new KubeProblem(409, "Conflict", "Error from server (Conflict): " + path + " has been modified", null);
    }

    private ObjectNode patched(String path, JsonNode patch) {
        String whole = path.endsWith("/status") ? path.substring(0, path.length() - "/status".length()) : path;
        ObjectNode object = existing(whole).deepCopy();
        String uid = patch.path("metadata").path("uid").asText("");
        String given = patch.path("metadata").path("resourceVersion").asText("");
        if (!uid.isEmpty() && !uid.equals(object.path("metadata").path("uid").asText())
                || !given.isEmpty()
                        && !given.equals(
                                object.path("metadata").path("resourceVersion").asText())) {
            throw conflict(whole);
        }
        merge(object, patch);
        return update(whole, object);
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                into.remove(field.getKey());
            } else if (value.isObject()) {
                JsonNode own = into.get(field.getKey());
                merge(own instanceof ObjectNode map ? map : into.putObject(field.getKey()), value);
            } else {
                into.set(field.getKey(), value);
            }
        });
    }

    private ObjectNode deleted(String path, JsonNode options) {
        JsonNode metadata = existing(path).path("metadata");
        JsonNode wanted = options.path("preconditions");
        for (String field : List.of("uid", "resourceVersion")) {
            if (wanted.has(field)
                    && !wanted.path(field).asText().equals(metadata.path(field).asText())) {
                throw conflict(path);
            }
        }
        return delete(path);
    }

    private ObjectNode delete(String path) {
        return record("DELETED", path, existing(path).deepCopy());
    }

    private ObjectNode list(Call call) {
        String path = ApiPaths.pathOf(call);
        List<ObjectNode> found = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (ApiPaths.isIn(path, key)
                    && ApiPaths.selects(ApiPaths.query(call, "labelSelector"), object)
                    && ApiPaths.hasFields(ApiPaths.query(call, "fieldSelector"), object)) {
                found.add(call.accept().contains("PartialObjectMetadataList") ? ApiPaths.metadataOnly(object) : object);
            }
        });
        String limit = ApiPaths.query(call, "limit");
        String next = ApiPaths.query(call, "continue");
        if (!next.matches("\\d*")) {
            throw new KubeProblem(400, "BadRequest", "continue key is not valid", null);
        }
        int from = next.isEmpty() ? 0 : Integer.parseInt(next);
        int to = limit.isEmpty() ? found.size() : Math.min(found.size(), from + Integer.parseInt(limit));
        ObjectNode list = JSON.createObjectNode().put("kind", "List");
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (to < found.size()) {
            metadata.put("continue", Integer.toString(to));
        }
        ArrayNode items = list.putArray("items");
        found.subList(from, to).forEach(items::add);
        return list;
    }

    private String text(Call call) {
        String pod = ApiPaths.pathOf(call).replaceFirst("/log$", "").replaceFirst(".*/", "");
        String found = logs.get(pod + "/" + ApiPaths.query(call, "container"));
        if (found == null) {
            throw new KubeProblem(
                    404, "NotFound", "Error from server (NotFound): pods \"" + pod + "\" not found", null);
        }
        return found;
    }

    @Override
    public Stream open(Call call, Consumer<byte[]> lines) {
        calls.add(call);
        Watching watching = new Watching(call, lines);
        thread.execute(() -> {
            try {
                refuseIfAsked(call);
                synchronized (this) {
                    if (ApiPaths.pathOf(call).endsWith("/log")) {
                        for (String line : text(call).split("\n")) {
                            watching.line(line);
                        }
                        watching.close();
                    } else {
                        watching.begin();
                    }
                }
            } catch (KubeProblem e) {
                watching.fail(e);
            }
        });
        return watching;
    }

    /** A log or a list as far as it is; it is not added to while it is followed. */
    @Override
    public Stream follow(Call call, Consumer<byte[]> chunks) {
        if (!ApiPaths.query(call, "watch").isEmpty()) {
            return KubeApi.super.follow(call, chunks);
        }
        calls.add(call);
        Watching reading = new Watching(call, chunks);
        thread.execute(() -> {
            try {
                reading.line(new String(answered(call).body(), StandardCharsets.UTF_8));
                reading.close();
            } catch (KubeProblem e) {
                reading.fail(e);
            }
        });
        return reading;
    }

    private final class Watching implements Stream {
        private final Call call;
        private final Consumer<byte[]> lines;
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        Watching(Call call, Consumer<byte[]> lines) {
            this.call = call;
            this.lines = lines;
        }

        /** With the lock. */
        void begin() {
            long from = Long.parseLong(ApiPaths.query(call, "resourceVersion"));
            if (from < oldest) {
                line("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\","
                        + "\"message\":\"too old resource version\"}}");
                return;
            }
            history.stream().filter(e -> e.version > from).forEach(this::event);
            watches.add(this);
        }

        void event(Event event) {
            if (ApiPaths.isIn(ApiPaths.pathOf(call), event.key)
                    && ApiPaths.selects(ApiPaths.query(call, "labelSelector"), event.object)
                    && ApiPaths.hasFields(ApiPaths.query(call, "fieldSelector"), event.object)) {
                ObjectNode shown = call.accept().contains("PartialObjectMetadata")
                        ? ApiPaths.metadataOnly(event.object)
                        : event.object;
                ObjectNode line = JSON.createObjectNode().put("type", event.type);
                line.set("object", shown);
                line(text(line));
            }
        }

        void line(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            thread.execute(() -> {
                if (end.isDone()) {
                    return;
                }
                try {
                    lines.accept(bytes);
                } catch (RuntimeException e) {
                    watches.remove(this);
                    end.completeExceptionally(e);
                }
            });
        }

        void fail(KubeProblem problem) {
            watches.remove(this);
            thread.execute(() -> end.completeExceptionally(problem));
        }

        @Override
        public CompletableFuture<Void> end() {
            return end;
        }

        @Override
        public void close() {
            watches.remove(this);
            thread.execute(() -> end.complete(null));
        }
    }

    private static String text(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String namespace() {
        return "default";
    }

    @Override
    public void close() {
        endWatches();
    }
}
