package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a listener informed of a set of objects: one list, then a watch from there on, for ever. A watch that ends is opened again where it
 * ended; when the server no longer knows that place (410) the objects are listed again. No thread waits for any of it.
 *
 * @param <T> see {@link ObjectReader}
 */
public final class Reflector<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PAGE = 500;
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 10_000;
    /** The server ends watches itself; asking for it spreads their ends. */
    private static final int WATCH_SECONDS = 300;
    /** Nobody ends a watch so soon who means well. */
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** The server sends a bookmark each minute at least; after a longer silence the connection is dead, though nobody has said so. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final KubeApi api;
    private final String collection;
    private final String accept;
    private final ObjectReader<T> reader;
    private final Listener<T> listener;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private volatile String version = "";
    private volatile long pause = FIRST_PAUSE_MS;
    private volatile boolean closed;
    private volatile KubeApi.@Nullable Stream watch;
    private final Duration silence;
    private volatile long heardAt;

    /**
     * @param collection path of the collection with its selectors, if any: {@code /api/v1/pods?labelSelector=a%3Db}
     * @param accept {@link Call#JSON} or {@link Call#METADATA} (whose lists are partial, too)
     */
    public Reflector(KubeApi api, String collection, String accept, ObjectReader<T> reader, Listener<T> listener) {
        this(api, collection, accept, reader, listener, SILENCE);
    }

    /** @param silence after which a watch is opened anew */
    Reflector(
            KubeApi api,
            String collection,
            String accept,
            ObjectReader<T> reader,
            Listener<T> listener,
            Duration silence) {
        this.silence = silence;
        this.api = api;
        this.collection = collection;
        this.accept = accept;
        this.reader = reader;
        this.listener = listener;
    }

    /** Begins; completes when the first list has been told. */
    public CompletableFuture<Void> start() {
        list();
        return synced;
    }

    private void list() {
        if (!closed) {
            page("", new ArrayList<>());
        }
    }

    private void page(String next, List<T> found) {
        String path = with("limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + Call.encoded(next)));
        api.send(new Call("GET", path, null, "", accept(true))).whenComplete((answer, failure) -> {
            try {
                if (failure != null) {
                    throw KubeProblem.in(failure);
                }
                Page page = read(answer.body(), found);
                if (page.next.isEmpty()) {
                    listed(page.version, found);
                } else {
                    page(page.next, found);
                }
            } catch (KubeProblem e) {
                trouble(e, this::list);
            } catch (RuntimeException e) {
                trouble(new KubeProblem(0, "", "the list of " + collection + " cannot be read: " + e, e), this::list);
            }
        });
    }

    private String accept(boolean list) {
        return accept.equals(Call.METADATA) && list ? Call.METADATA_LIST : accept;
    }

    private String with(String query) {
        return collection + (collection.contains("?") ? "&" : "?") + query;
    }

    private record Page(String version, String next) {}

    private Page read(byte[] body, List<T> into) {
        try (JsonParser parser = JSON.createParser(body)) {
            String at = "";
            String next = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String name = parser.currentName();
                        parser.nextToken();
                        if (name.equals("resourceVersion")) {
                            at = parser.getText();
                        } else if (name.equals("continue")) {
                            next = parser.getText();
                        } else {
                            parser.skipChildren();
                        }
                    }
                } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        into.add(reader.read(parser, body));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return new Page(at, next);
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "the list of " + collection + " is no JSON: " + e.getMessage(), e);
        }
    }

    private void listed(String at, List<T> all) {
        version = at;
        pause = FIRST_PAUSE_MS;
        tell(() -> listener.listed(all));
        synced.complete(null);
        watch();
    }

    private void watch() {
        if (closed) {
            return;
        }
        int seconds = WATCH_SECONDS + ThreadLocalRandom.current().nextInt(WATCH_SECONDS);
        String path = with("watch=1&allowWatchBookmarks=true&timeoutSeconds=" + seconds + "&resourceVersion="
                + Call.encoded(version));
        long opened = System.nanoTime();
        KubeApi.Stream stream = api.open(new Call("GET", path, null, "", accept(false)), this::line);
        watch = stream;
        heardAt = opened;
        if (closed) {
            stream.close();
        }
        listen(stream);
        stream.end().whenComplete((nothing, failure) -> {
            if (failure == null) {
                boolean brief = System.nanoTime() - opened < SHORT.toNanos();
                after(brief ? longerPause() : FIRST_PAUSE_MS).execute(this::watch);
                return;
            }
            KubeProblem problem = KubeProblem.in(failure);
            trouble(problem, problem.isGone() ? this::list : this::watch);
        });
    }

    /** A watch over which nothing comes any more is closed, and so opened anew. */
    private void listen(KubeApi.Stream stream) {
        long rest = silence.toNanos() - (System.nanoTime() - heardAt);
        if (stream.end().isDone()) {
            return;
        }
        if (rest > 0) {
            after(rest / 1_000_000 + 1).execute(() -> listen(stream));
        } else {
            LOG.log(System.Logger.Level.WARNING, () -> "nothing is heard of " + collection + ": it is watched anew");
            stream.close();
        }
    }

    private void line(byte[] text) {
        heardAt = System.nanoTime();
        try (JsonParser parser = JSON.createParser(text)) {
            String type = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("type")) {
                    type = parser.getText();
                } else if (field.equals("object") && value == JsonToken.START_OBJECT) {
                    object(type, parser, text);
                    return; // its type comes before it
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "an event of " + collection + " is no JSON: " + e.getMessage(), e);
        }
    }

    private void object(String type, JsonParser parser, byte[] text) throws IOException {
        switch (type) {
            case "ADDED", "MODIFIED" -> changed(reader.readEvent(parser, text), text, false);
            case "DELETED" -> changed(reader.readEvent(parser, text), text, true);
            case "BOOKMARK" -> {
                parser.skipChildren();
                pause = FIRST_PAUSE_MS;
                version = Versions.of(text);
            }
            case "ERROR" -> {
                Answer status = new Answer(0, text);
                int code = status.json().path("object").path("code").asInt(500);
                String message = status.json().path("object").path("message").asText("the watch has failed");
                throw new KubeProblem(code, "", message, null);
            }
            default -> parser.skipChildren();
        }
    }

    private void changed(T object, byte[] text, boolean gone) throws IOException {
        pause = FIRST_PAUSE_MS;
        tell(() -> {
            if (gone) {
                listener.deleted(object);
            } else {
                listener.changed(object);
            }
        });
        version = Versions.of(text);
    }

    private void trouble(KubeProblem problem, Runnable again) {
        if (closed) {
            return;
        }
        tell(() -> listener.troubled(problem));
        after(longerPause()).execute(again);
    }

    /** Grows as long as nothing is heard. */
    private long longerPause() {
        long wait = pause;
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
        return wait;
    }

    /** What the listener does wrong is no reason to hear the same for ever. */
    private void tell(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "hearing of " + collection + " has failed", e);
        }
    }

    private static Executor after(long milliseconds) {
        return CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        KubeApi.Stream open = watch;
        if (open != null) {
            open.close();
        }
    }
}
