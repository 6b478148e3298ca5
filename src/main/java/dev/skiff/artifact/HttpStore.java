package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GET and PUT, as web servers, WebHDFS and Artifactory know them. */
final class HttpStore implements Store {
    private static final AwsHttp.Way WAY = new AwsHttp.Way(Duration.ofSeconds(10), Duration.ofMinutes(5), null);
    private static final int ATTEMPTS = 3;
    private static final int REDIRECTS = 5;

    private final URI uri;
    private final List<Header> headers;
    private final Duration pause;

    /** A value may be a secret. */
    record Header(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param pause before a request is made again that failed on its way or by the server's own fault
     * @throws ArtifactException when the address is none of the web
     */
    HttpStore(String url, List<Header> headers, Duration pause) throws ArtifactException {
        this.headers = List.copyOf(headers);
        this.pause = pause;
        try {
            this.uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new ArtifactException("'" + Urls.shown(url) + "' is no URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw new ArtifactException("'" + Urls.shown(url) + "' is no address that begins with http:// or https://");
        }
    }

    @Override
    public String shown() {
        return Urls.shown(uri.toString());
    }

    @Override
    public Content fetch(Path fresh, Limits.Meter meter) throws ArtifactException, IOException {
        attempt("GET", null, body -> {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    meter.bytes(n);
                    out.write(buffer, 0, n);
                }
            }
        });
        return new Content(fresh, true, false);
    }

    @Override
    public void put(Path content) throws ArtifactException, IOException {
        if (Files.isDirectory(content)) {
            throw new ArtifactException("a directory cannot be stored at one URL without being archived: leave out"
                    + " 'archive: {none: {}}' (" + shown() + ")");
        }
        attempt("PUT", new S3Content.Part(content, 0, Files.size(content)), _ -> {});
    }

    @Override
    public List<String> list() throws ArtifactException {
        throw Store.cannot(shown(), "what lies below an URL cannot be listed: HTTP knows no keys");
    }

    @Override
    public void delete() throws ArtifactException, IOException {
        try {
            attempt("DELETE", null, _ -> {});
        } catch (ArtifactException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private interface Body {
        void read(InputStream body) throws IOException;
    }

    private void attempt(String method, AwsHttp.@Nullable Body sent, Body body) throws ArtifactException, IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                int status = once(method, sent, body);
                if (status < 300) {
                    return;
                }
                boolean theirFault = status >= 500 || status == 429;
                if (!theirFault || attempt == ATTEMPTS) {
                    throw refused(method, status);
                }
            } catch (TooLargeException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                    throw new IOException("no whole answer to " + method + " " + shown() + ": " + why, e);
                }
            }
            Pauses.sleep(pause.multipliedBy(attempt));
        }
    }

    private int once(String method, AwsHttp.@Nullable Body sent, Body body) throws IOException {
        URI at = uri;
        Map<String, String> along = new LinkedHashMap<>();
        headers.forEach(h -> along.put(h.name(), h.value()));
        for (int redirects = 0; ; redirects++) {
            try (AwsHttp.Answer answer = AwsHttp.send(method, at.toString(), along, sent, WAY)) {
                URI next = redirects < REDIRECTS ? redirected(at, answer) : null;
                if (next == null) {
                    if (answer.status() < 300) {
                        body.read(answer.body());
                    }
                    return answer.status();
                }
                if (!String.valueOf(at.getAuthority()).equals(next.getAuthority())) {
                    // what the artifact says is meant for the server that it names
                    along.keySet().removeIf("Authorization"::equalsIgnoreCase);
                }
                at = next;
            } catch (IllegalArgumentException e) {
                throw new IOException("a header of the artifact is none that HTTP allows", e);
            }
        }
    }

    /** Where the answer sends us; null when it does not, or from TLS to where everybody reads along. */
    private static @Nullable URI redirected(URI at, AwsHttp.Answer answer) {
        String location = answer.header("Location");
        boolean elsewhere =
                switch (answer.status()) {
                    case 301, 302, 303, 307, 308 -> !location.isEmpty();
                    default -> false;
                };
        if (!elsewhere) {
            return null;
        }
        URI next = at.resolve(location);
        String scheme = String.valueOf(next.getScheme());
        boolean safe = scheme.equals("https") || scheme.equals("http") && scheme.equals(at.getScheme());
        return safe && next.getHost() != null ? next : null;
    }

    private ArtifactException refused(String method, int status) {
        String sentence = shown() + " answered " + method + " with status " + status;
        return switch (status) {
            case 404, 410 -> ArtifactException.notFound("there is nothing at " + shown());
            case 401, 403 ->
                new ArtifactException(sentence + ": it does not allow it; see the artifact's headers or its auth");
            default -> new ArtifactException(sentence);
        };
    }
}
