package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.Shape;
import dev.skiff.port.service.ShapedReader;
import dev.skiff.port.service.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads collections in pages that are small enough: as many objects at once as come to some MiB. A page that is given out has at most
 * {@value #MOST} objects and about {@value #MOST_BYTES} bytes.
 */
final class Lists {
    static final int MOST = 500;
    private static final long MOST_BYTES = 32L * 1024 * 1024;
    private static final int FIRST_CHUNK = 50;
    private static final long CHUNK_BYTES = 8L * 1024 * 1024;

    private final CallerApi api;

    Lists(CallerApi api) {
        this.api = api;
    }

    /**
     * Where a page begins: at a token of the API server, or some objects behind it.
     *
     * @param version at which the collection is read again when there is no token yet
     */
    record Cursor(String token, int skip, String version) {
        private static final int PARTS = 3;

        static Cursor parse(String text) {
            String[] parts = text.split("\\.", PARTS);
            if (parts.length == PARTS && parts[0].matches("\\d{1,6}")) {
                return new Cursor(parts[2], Integer.parseInt(parts[0]), parts[1]);
            }
            return new Cursor(text, 0, "");
        }

        String text() {
            return skip == 0 ? token : skip + "." + version + "." + token;
        }

        private String parameters(int limit) {
            String text = "limit=" + (limit + skip);
            if (!token.isEmpty()) {
                return text + "&continue=" + Call.encoded(token);
            }
            return version.isEmpty()
                    ? text
                    : text + "&resourceVersion=" + Call.encoded(version) + "&resourceVersionMatch=Exact";
        }
    }

    /** What is under way. */
    private record Page(List<JsonNode> items, String version, String next, long bytes) {
        int chunk() {
            return (int) Math.clamp(CHUNK_BYTES / Math.max(1, bytes / Math.max(1, items.size())), 1, MOST);
        }
    }

    private Page page(String path, Choice choice, Cursor cursor, int limit) throws InterruptedException {
        Shape shape = Shown.read(choice.query().shown());
        return api.parsed(Call.get(path + choice.parameters(cursor.parameters(limit))), parser -> page(parser, shape));
    }

    /** @param parser before a list as the API server has them */
    private static Page page(JsonParser parser, Shape shape) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        JsonNode metadata = MissingNode.getInstance();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("a list is an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("items") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(ShapedReader.value(parser, shape));
                }
            } else if (field.equals("metadata")) {
                metadata = ShapedReader.value(parser, Shape.ALL);
            } else {
                parser.skipChildren();
            }
        }
        return new Page(
                items,
                metadata.path("resourceVersion").asText(""),
                metadata.path("continue").asText(""),
                parser.currentLocation().getByteOffset());
    }

    Listing list(String path, Choice choice) throws InterruptedException {
        int asked = choice.query().limit();
        int limit = asked <= 0 ? MOST : Math.min(asked, MOST);
        Cursor cursor = Cursor.parse(choice.query().continueToken());
        Shape shape = Shown.read(choice.query().shown());
        List<JsonNode> items = new ArrayList<>();
        long bytes = 0;
        int chunk = FIRST_CHUNK;
        while (true) {
            // what is judged here may leave little of a page: then it is no use to read only what is wanted
            int wanted = choice.isPartial() ? chunk : Math.min(chunk, limit - items.size());
            Page page = page(path, choice, cursor, wanted);
            for (int i = cursor.skip(); i < page.items().size(); i++) {
                if (items.size() == limit || bytes > MOST_BYTES) {
                    Cursor rest = new Cursor(cursor.token(), i, page.version());
                    return new Listing(items, page.version(), rest.text());
                }
                JsonNode object = page.items().get(i);
                if (choice.holds(object)) {
                    JsonNode shown = Shape.kept(Shown.of(object), shape);
                    bytes += Shape.weight(shown);
                    items.add(shown);
                }
            }
            cursor = new Cursor(page.next(), 0, "");
            if (page.next().isEmpty() || items.size() == limit || bytes > MOST_BYTES) {
                return new Listing(items, page.version(), cursor.text());
            }
            chunk = page.chunk();
        }
    }

    /** Gives every object, one after the other. @return the version of the collection */
    String each(String path, Choice choice, Sink<JsonNode> sink) throws InterruptedException {
        Cursor cursor = Cursor.parse("");
        int chunk = FIRST_CHUNK;
        while (true) {
            Page page = page(path, choice, cursor, chunk);
            for (JsonNode object : page.items()) {
                if (choice.holds(object)) {
                    sink.take(object);
                }
            }
            if (page.next().isEmpty()) {
                return page.version();
            }
            cursor = new Cursor(page.next(), 0, "");
            chunk = page.chunk();
        }
    }
}
