package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.IncomingLines;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Shape;
import dev.skiff.port.service.ShapedReader;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WatchEvent;
import java.io.IOException;

/**
 * Tells of changes for as long as somebody listens: a watch that the API server ends after its time, or that breaks off, goes on from where
 * it was. Nothing more is read while the listener works.
 */
final class Watches {
    private static final Shape STATUS = Projection.of("code,reason,message").shape();
    private static final int MOST_FAILURES = 8;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final CallerApi api;
    private final Lists lists;

    Watches(CallerApi api) {
        this.api = api;
        this.lists = new Lists(api);
    }

    /**
     * Watches a collection. Changes of objects that are not chosen are not told, and neither is it that an object has become such a one by
     * what is judged here.
     *
     * @param accept {@link Call#JSON}, or metadata alone
     * @throws ServiceException GONE when the version is known no more
     */
    void watch(String path, Choice choice, String accept, Sink<WatchEvent> sink) throws InterruptedException {
        String version = choice.query().resourceVersion();
        if (version.isEmpty() || version.equals("0")) {
            version = lists.each(path, choice, object -> sink.take(new WatchEvent("ADDED", Shown.of(object))));
        }
        Position position = new Position(version);
        int failures = 0;
        while (true) {
            String before = position.version;
            try {
                once(path, choice, accept, position, sink);
            } catch (KubeProblem e) {
                boolean passes = e.status() == 0 && !e.reason().equals("TooLong") || e.status() >= 500;
                if (!passes || failures >= MOST_FAILURES) {
                    throw Refusals.of(e);
                }
            }
            failures = position.version.equals(before) ? failures + 1 : 0;
            Thread.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << failures));
        }
    }

    /** How far it has been told. */
    private static final class Position {
        private String version;

        Position(String version) {
            this.version = version;
        }
    }

    private void once(String path, Choice choice, String accept, Position position, Sink<WatchEvent> sink)
            throws InterruptedException {
        String query = choice.parameters(
                "watch=true&allowWatchBookmarks=true&resourceVersion=" + Call.encoded(position.version));
        Shape shape = event(Shown.read(choice.query().shown()));
        Call call = new Call("GET", path + query, null, "", accept);
        try (IncomingLines lines = api.lines(call)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                take(parsed(line, shape), choice, position, sink);
            }
        }
    }

    /** What is read of an event, whose object may be a Status as well. */
    private static Shape event(Shape object) {
        Shape shape = Shape.union(object, STATUS);
        return field -> field.equals("object") ? shape : Shape.ALL;
    }

    private static JsonNode parsed(byte[] line, Shape shape) {
        try {
            return ShapedReader.read(line, shape);
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "an event of a watch is no JSON", e);
        }
    }

    private static void take(JsonNode event, Choice choice, Position position, Sink<WatchEvent> sink)
            throws InterruptedException {
        String type = event.path("type").asText("");
        JsonNode object = event.path("object");
        if (type.equals("ERROR")) {
            throw new KubeProblem(
                    object.path("code").asInt(500),
                    object.path("reason").asText(""),
                    object.path("message").asText("the watch has ended with an error"),
                    null);
        }
        if (!type.equals("BOOKMARK") && choice.holds(object)) {
            sink.take(new WatchEvent(type, Shown.of(object)));
        }
        position.version = object.path("metadata").path("resourceVersion").asText(position.version);
    }
}
