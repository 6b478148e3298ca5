package dev.skiff.artifact;

import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.port.ArtifactException;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is sent along with a request for an artifact. */
final class HttpHeaders {
    private HttpHeaders() {}

    static List<HttpStore.Header> of(HTTPArtifact artifact, Secrets secrets) throws ArtifactException {
        List<HttpStore.Header> headers = new ArrayList<>();
        artifact.headers().forEach(h -> headers.add(new HttpStore.Header(h.name(), h.value())));
        var auth = artifact.auth();
        if (auth != null) {
            if (auth.clientCert() != null || auth.oauth2() != null) {
                throw new ArtifactException("http.auth." + (auth.oauth2() != null ? "oauth2" : "clientCert")
                        + " is not supported: use basicAuth, or a header (" + Urls.shown(artifact.url()) + ")");
            }
            BasicAuth basic = auth.basicAuth();
            if (basic != null) {
                add(basic.usernameSecret(), basic.passwordSecret(), "http.auth.basicAuth", secrets, headers);
            }
        }
        return headers;
    }

    static List<HttpStore.Header> of(ArtifactoryArtifact artifact, Secrets secrets) throws ArtifactException {
        List<HttpStore.Header> headers = new ArrayList<>();
        add(artifact.usernameSecret(), artifact.passwordSecret(), "artifactory", secrets, headers);
        return headers;
    }

    private static void add(
            @Nullable SecretKeySelector user,
            @Nullable SecretKeySelector password,
            String field,
            Secrets secrets,
            List<HttpStore.Header> headers)
            throws ArtifactException {
        Optional<String> name = secrets.value(user, field + ".usernameSecret");
        Optional<String> word = secrets.value(password, field + ".passwordSecret");
        if (name.isPresent() || word.isPresent()) {
            byte[] login = (name.orElse("") + ":" + word.orElse("")).getBytes(StandardCharsets.UTF_8);
            headers.add(new HttpStore.Header(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(login)));
        }
    }
}
