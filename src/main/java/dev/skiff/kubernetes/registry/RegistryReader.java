package dev.skiff.kubernetes.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.kubernetes.pods.ImageStarts.UnknownImageException;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import dev.skiff.kubernetes.registry.RegistryHttp.Answer;
import dev.skiff.port.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one image starts, by the distribution API, as somebody without credentials: index, manifest, configuration. Blocks.
 */
final class RegistryReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");
    /** Registries take no larger manifests; configurations are of that size too. */
    private static final long DOCUMENT = 4 << 20;

    private static final long TOKEN = 256 << 10;
    /** Of all words of a command together, in characters: they become part of a pod. */
    private static final int WORDS = 64 << 10;

    private final RegistryHttp http;
    private final ImageReference image;
    private final String architecture;
    private @Nullable String authorization;

    /** @param architecture as images name it: {@code amd64} */
    RegistryReader(RegistryHttp http, ImageReference image, String architecture) {
        this.http = http;
        this.image = image;
        this.architecture = architecture;
    }

    /** @throws UnknownImageException with the reason */
    Entrypoint read() {
        JsonNode manifest = manifest(image.version());
        if (manifest.path("manifests").isArray()) {
            manifest = manifest(ofPlatform(manifest));
        }
        String digest = manifest.path("config").path("digest").asText();
        if (digest.isEmpty()) {
            throw new UnknownImageException("what registry " + image.registry() + " has is no image of a known form");
        }
        if (manifest.path("config").path("size").asLong() > DOCUMENT) {
            throw new UnknownImageException("its configuration has more than " + DOCUMENT + " bytes");
        }
        JsonNode config =
                document("/blobs/", digest, "application/octet-stream").path("config");
        return new Entrypoint(words(config.path("Entrypoint")), words(config.path("Cmd")));
    }

    private JsonNode manifest(String version) {
        return document("/manifests/", version, MANIFESTS);
    }

    private String ofPlatform(JsonNode index) {
        for (JsonNode one : index.path("manifests")) {
            JsonNode platform = one.path("platform");
            if (platform.path("os").asText().equals("linux")
                    && platform.path("architecture").asText().equals(architecture)) {
                return one.path("digest").asText();
            }
        }
        throw new UnknownImageException("it is for other platforms than linux/" + architecture);
    }

    /** @param version a tag, or a digest, which the content has to have */
    private JsonNode document(String kind, String version, String accept) {
        URI uri = uri(kind, version);
        Answer answer = http.get(uri, accept, authorization, DOCUMENT);
        if (answer.status() == 401 && authorization == null) {
            authorization = "Bearer " + token(uri, answer);
            answer = http.get(uri, accept, authorization, DOCUMENT);
        }
        if (answer.status() != 200) {
            throw refused(answer.status());
        }
        if (version.startsWith("sha256:") && !version.substring(7).equalsIgnoreCase(Sha256.hex(answer.body()))) {
            throw new UnknownImageException(
                    "registry " + image.registry() + " gave something else than it was asked for");
        }
        return json(answer.body());
    }

    private URI uri(String kind, String version) {
        try {
            return URI.create(http.base(image.registry()) + "/v2/" + image.repository() + kind + version);
        } catch (IllegalArgumentException e) {
            throw new UnknownImageException("registry " + image.registry() + " names a content by what is no digest");
        }
    }

    private String token(URI from, Answer answer) {
        Optional<Challenge> wanted = Challenge.in(answer.headers().allValues("WWW-Authenticate"));
        if (wanted.isEmpty()) {
            throw refused(answer.status());
        }
        String realm = wanted.get().realm();
        String query = (realm.indexOf('?') < 0 ? "?" : "&") + "service="
                + encoded(wanted.get().service()) + "&scope=" + encoded("repository:" + image.repository() + ":pull");
        URI uri;
        try {
            uri = RegistryHttp.checked(from, URI.create(realm + query));
        } catch (IllegalArgumentException e) {
            throw new UnknownImageException("registry " + image.registry() + " asks for a token from what is no URL");
        }
        Answer given = http.get(uri, "application/json", null, TOKEN);
        if (given.status() != 200) {
            throw refused(given.status());
        }
        JsonNode json = json(given.body());
        String token = json.path("token").asText(json.path("access_token").asText());
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UnknownImageException(
                    "registry " + image.registry() + " gives no token to somebody without credentials");
        }
        return token;
    }

    private UnknownImageException refused(int status) {
        String registry = "registry " + image.registry();
        return new UnknownImageException(
                switch (status) {
                    case 401, 403, 404 ->
                        registry + " has no such image for somebody without credentials, and pull secrets are not read"
                                + " (status " + status + ")";
                    case 429 -> registry + " was asked too often (status 429)";
                    default -> registry + " answered with status " + status;
                });
    }

    private JsonNode json(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new UnknownImageException("registry " + image.registry() + " gave what is no JSON");
        }
        throw new UnknownImageException("registry " + image.registry() + " gave what is no JSON object");
    }

    private List<String> words(JsonNode from) {
        List<String> words = new ArrayList<>();
        int characters = 0;
        for (JsonNode word : from) {
            characters += word.asText().length();
            words.add(word.asText());
        }
        boolean odd = !(from.isArray() || from.isNull() || from.isMissingNode())
                || !words.stream().allMatch(w -> w.indexOf('\0') < 0)
                || characters > WORDS;
        if (odd) {
            throw new UnknownImageException("its configuration has a command that cannot be one");
        }
        return words;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
