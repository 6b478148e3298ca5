package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.pod.ObjectContents;
import dev.skiff.pod.ObjectContents.Kind;
import dev.skiff.pod.ObjectContents.Reference;
import dev.skiff.port.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for a registry: the workflow's {@code imagePullSecrets} first, then the user's own {@code config.json}, with its
 * {@code auths} and credential helpers. Nothing of it is ever logged.
 */
final class RegistryAuth {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HELPER_SECONDS = 20;

    private final DockerOptions options;

    RegistryAuth(DockerOptions options) {
        this.options = options;
    }

    /** The value of {@code X-Registry-Auth}; empty for none. */
    String of(ImageName image, RunContext run) {
        String registry = image.registry();
        for (JsonNode config : configs(run)) {
            ObjectNode auth = inAuths(config.path("auths"), registry);
            if (auth != null) {
                return encoded(auth);
            }
        }
        JsonNode own = read(options.dockerConfig().resolve("config.json"));
        String helper = own.path("credHelpers")
                .path(host(registry))
                .asText(own.path("credsStore").asText(""));
        ObjectNode auth = helper.isEmpty() ? null : fromHelper(helper, registry);
        if (auth == null) {
            auth = inAuths(own.path("auths"), registry);
        }
        return auth == null ? "" : encoded(auth);
    }

    private static List<JsonNode> configs(RunContext run) {
        List<JsonNode> configs = new ArrayList<>();
        // a secret that cannot be read gives no credentials; the registry then says what it thinks of that
        ObjectContents objects = new ObjectContents(run.resources(), _ -> {});
        for (var reference : run.workflow().spec().imagePullSecrets()) {
            objects.of(new Reference(Kind.SECRET, reference.getName(), true), "imagePullSecrets")
                    .ifPresent(contents -> {
                        add(contents.get(".dockerconfigjson"), false, configs);
                        add(contents.get(".dockercfg"), true, configs);
                    });
        }
        return configs;
    }

    private static void add(byte @Nullable [] json, boolean old, List<JsonNode> configs) {
        if (json == null) {
            return;
        }
        try {
            JsonNode config = JSON.readTree(json);
            configs.add(old ? JsonNodeFactory.instance.objectNode().set("auths", config) : config);
        } catch (IOException e) {
            // as above
        }
    }

    private static @Nullable ObjectNode inAuths(JsonNode auths, String registry) {
        for (Iterator<Map.Entry<String, JsonNode>> all = auths.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = all.next();
            if (host(entry.getKey()).equals(host(registry))) {
                return credentials(entry.getValue(), registry);
            }
        }
        return null;
    }

    private static @Nullable ObjectNode credentials(JsonNode entry, String registry) {
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        String packed = entry.path("auth").asText("");
        if (!packed.isEmpty()) {
            String pair = new String(Base64.getMimeDecoder().decode(packed), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            user = colon < 0 ? pair : pair.substring(0, colon);
            password = colon < 0 ? "" : pair.substring(colon + 1).replace("\0", "");
        }
        String token = entry.path("identitytoken").asText("");
        if (user.isEmpty() && token.isEmpty()) {
            return null;
        }
        return auth(user, password, token, registry);
    }

    private static ObjectNode auth(String user, String password, String token, String registry) {
        ObjectNode auth = JsonNodeFactory.instance.objectNode().put("serveraddress", registry);
        return token.isEmpty()
                ? auth.put("username", user).put("password", password)
                : auth.put("identitytoken", token);
    }

    /** {@code docker-credential-<helper> get} reads the registry and answers in JSON; any failure means no credentials. */
    private static @Nullable ObjectNode fromHelper(String helper, String registry) {
        if (!helper.matches("[A-Za-z0-9._-]+")) {
            return null;
        }
        Process process = null;
        try {
            process = new ProcessBuilder("docker-credential-" + helper, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(registry.getBytes(StandardCharsets.UTF_8));
            }
            JsonNode answer = JSON.readTree(process.getInputStream().readNBytes(1 << 20));
            if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0 || answer == null) {
                return null;
            }
            String user = answer.path("Username").asText("");
            String secret = answer.path("Secret").asText("");
            boolean token = user.equals("<token>");
            return user.isEmpty() ? null : auth(user, secret, token ? secret : "", registry);
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode config = Files.isReadable(file) ? JSON.readTree(file.toFile()) : null;
            return config == null ? JSON.missingNode() : config;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** The registry without scheme and path: {@code https://index.docker.io/v1/} and {@code index.docker.io} are one. */
    private static String host(String registry) {
        String bare = registry.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return bare.equals("docker.io") ? "index.docker.io" : bare;
    }

    private static String encoded(ObjectNode auth) {
        return Base64.getUrlEncoder().encodeToString(auth.toString().getBytes(StandardCharsets.UTF_8));
    }
}
