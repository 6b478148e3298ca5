package dev.skiff.host;

import dev.skiff.model.Bundle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contents of ConfigMaps and Secrets that the run was given. */
record References(Bundle resources) {

    /** Key → content, keys in order; {@code binaryData} decoded. Empty when there is no such ConfigMap. */
    Optional<Map<String, byte[]>> configMap(@Nullable String name) {
        return resources.configMaps().stream()
                .filter(m -> m.getMetadata().getName().equals(name))
                .findFirst()
                .map(References::contents);
    }

    /** Key → content, keys in order, decoded; {@code stringData} wins. Empty when there is no such Secret. */
    Optional<Map<String, byte[]>> secret(@Nullable String name) {
        return resources.secrets().stream()
                .filter(s -> s.getMetadata().getName().equals(name))
                .findFirst()
                .map(References::contents);
    }

    private static Map<String, byte[]> contents(ConfigMap map) {
        var contents = new TreeMap<String, byte[]>();
        decode(map.getBinaryData(), "ConfigMap " + map.getMetadata().getName(), contents);
        text(map.getData(), contents);
        return contents;
    }

    private static Map<String, byte[]> contents(Secret secret) {
        var contents = new TreeMap<String, byte[]>();
        decode(secret.getData(), "Secret " + secret.getMetadata().getName(), contents);
        text(secret.getStringData(), contents);
        return contents;
    }

    private static void text(@Nullable Map<String, String> from, Map<String, byte[]> to) {
        if (from != null) {
            from.forEach((key, value) -> to.put(key, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void decode(@Nullable Map<String, String> from, String owner, Map<String, byte[]> to) {
        if (from == null) {
            return;
        }
        from.forEach((key, value) -> {
            try {
                to.put(key, Base64.getMimeDecoder().decode(value));
            } catch (IllegalArgumentException e) {
                throw new PlanProblem(owner + ": the value of '" + key + "' is not base64");
            }
        });
    }

    /** Says how to hand in what is not there. */
    static PlanProblem missing(String kind, @Nullable String name) {
        return new PlanProblem("there is no " + kind + " '" + name
                + "': put it as a document into the workflow's file, or give it with --manifest or --from-file");
    }
}
