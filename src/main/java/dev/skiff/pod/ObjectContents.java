package dev.skiff.pod;

import dev.skiff.model.Bundle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contents of the ConfigMaps and Secrets that a run was given. */
public final class ObjectContents {

    private final Bundle resources;
    private final Consumer<String> problems;

    /** @param problems gets a sentence for each object that is not there or cannot be read */
    public ObjectContents(Bundle resources, Consumer<String> problems) {
        this.resources = resources;
        this.problems = problems;
    }

    /** What may be referred to. */
    public enum Kind {
        CONFIG_MAP("ConfigMap"),
        SECRET("Secret");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** @param optional true when it is no problem if the object, or its key, is not there */
    public record Reference(
            Kind kind, @Nullable String name, @Nullable Boolean optional) {

        boolean isOptional() {
            return Boolean.TRUE.equals(optional);
        }

        @Override
        public String toString() {
            return kind.text + " \"" + name + "\"";
        }
    }

    /** Key → content in the order of the keys; empty, with a problem unless it is optional, when there is no such object. */
    public Optional<Map<String, byte[]>> of(Reference reference, String where) {
        Optional<Map<String, byte[]>> found =
                switch (reference.kind()) {
                    case CONFIG_MAP ->
                        resources.configMaps().stream()
                                .filter(m -> m.getMetadata().getName().equals(reference.name()))
                                .findFirst()
                                .map(m -> contents(m, where + ": the " + reference));
                    case SECRET ->
                        resources.secrets().stream()
                                .filter(s -> s.getMetadata().getName().equals(reference.name()))
                                .findFirst()
                                .map(s -> contents(s, where + ": the " + reference));
                };
        if (found.isEmpty() && !reference.isOptional()) {
            problems.accept(where + ": there is no " + reference
                    + "; put it into the workflow's file or give its file with --manifest");
        }
        return found;
    }

    /** The content of one key; empty as {@link #of} is. */
    public Optional<byte[]> key(Reference reference, @Nullable String key, String where) {
        return of(reference, where).flatMap(contents -> chosen(contents, reference, key, where));
    }

    /** One of the contents of what {@code reference} names. */
    Optional<byte[]> chosen(Map<String, byte[]> contents, Reference reference, @Nullable String key, String where) {
        byte[] value = key == null ? null : contents.get(key);
        if (value == null && !reference.isOptional()) {
            problems.accept(where + ": the " + reference + " has no key \"" + key + "\"; it has " + contents.keySet());
        }
        return Optional.ofNullable(value);
    }

    private Map<String, byte[]> contents(ConfigMap map, String where) {
        Map<String, byte[]> contents = new TreeMap<>();
        decode(map.getBinaryData(), where, contents);
        text(map.getData(), contents);
        return contents;
    }

    /** {@code stringData} wins over {@code data}, as in the API server. */
    private Map<String, byte[]> contents(Secret secret, String where) {
        Map<String, byte[]> contents = new TreeMap<>();
        decode(secret.getData(), where, contents);
        text(secret.getStringData(), contents);
        return contents;
    }

    private static void text(@Nullable Map<String, String> from, Map<String, byte[]> to) {
        if (from != null) {
            from.forEach((key, value) -> to.put(key, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void decode(@Nullable Map<String, String> from, String where, Map<String, byte[]> to) {
        if (from == null) {
            return;
        }
        from.forEach((key, value) -> {
            try {
                to.put(key, Base64.getMimeDecoder().decode(value));
            } catch (IllegalArgumentException e) {
                problems.accept(where + ": the value of \"" + key + "\" is not base64");
            }
        });
    }
}
