package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.workflows.TemplateReader.Document;
import dev.skiff.model.ArgoObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The templates of one kind as they are now. */
public final class TemplateShelf implements Listener<Document> {
    private static final JsonFactory JSON = new JsonFactory();

    private record Key(String namespace, String name) {}

    private final Map<Key, Document> documents = new ConcurrentHashMap<>();
    private final String kind;
    private final Consumer<KubeProblem> trouble;
    private final CompletableFuture<Void> inTrouble = new CompletableFuture<>();

    /**
     * @param kind of the templates
     * @param trouble told when the templates cannot be watched at the moment
     */
    public TemplateShelf(String kind, Consumer<KubeProblem> trouble) {
        this.kind = kind;
        this.trouble = trouble;
    }

    /** Completes when the templates could not be watched for the first time. */
    public CompletableFuture<Void> inTrouble() {
        return inTrouble;
    }

    /** @param namespace empty for kinds without */
    public @Nullable Document find(String namespace, String name) {
        return documents.get(new Key(namespace, name));
    }

    /** As paths and messages have the kind. */
    public String plural() {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    /**
     * Asks the server itself. Blocks.
     *
     * @param namespace empty for kinds without
     * @return null when there is none, or the controller may not know
     */
    public @Nullable Document fetch(KubeApi api, String namespace, String name) throws InterruptedException {
        String path = "/apis/" + ArgoObject.API_VERSION
                + (namespace.isEmpty() ? "" : "/namespaces/" + Call.encoded(namespace)) + "/" + plural() + "/"
                + Call.encoded(name);
        try (JsonParser parser = JSON.createParser(api.await(Call.get(path)).body())) {
            parser.nextToken();
            return new TemplateReader(kind).read(parser);
        } catch (KubeProblem e) {
            if (e.isNotFound() || e.isForbidden()) {
                return null;
            }
            throw e;
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "a template cannot be read: " + e.getMessage(), e);
        }
    }

    public List<Document> all(String namespace) {
        return documents.values().stream()
                .filter(d -> d.namespace().equals(namespace))
                .toList();
    }

    @Override
    public void listed(List<Document> all) {
        var there = all.stream().map(TemplateShelf::key).toList();
        documents.keySet().retainAll(java.util.Set.copyOf(there));
        all.forEach(this::changed);
    }

    @Override
    public void changed(Document document) {
        documents.put(key(document), document);
    }

    @Override
    public void deleted(Document last) {
        documents.remove(key(last));
    }

    @Override
    public void troubled(KubeProblem problem) {
        inTrouble.complete(null);
        trouble.accept(problem);
    }

    private static Key key(Document document) {
        return new Key(document.namespace(), document.name());
    }
}
