package dev.skiff.kubernetes.workflows;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.Listener;
import dev.skiff.kubernetes.workflows.TemplateReader.Document;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The templates of one kind as they are now. */
public final class TemplateShelf implements Listener<Document> {
    private record Key(String namespace, String name) {}

    private final Map<Key, Document> documents = new ConcurrentHashMap<>();
    private final Consumer<KubeProblem> trouble;
    private final CompletableFuture<Void> inTrouble = new CompletableFuture<>();

    /** @param trouble told when the templates cannot be watched at the moment */
    public TemplateShelf(Consumer<KubeProblem> trouble) {
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
