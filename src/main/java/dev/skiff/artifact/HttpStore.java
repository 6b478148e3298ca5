package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** GET and PUT, as web servers, WebHDFS and Artifactory know them. */
final class HttpStore implements Store {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 3;

    private final HttpClient client;
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
    HttpStore(HttpClient client, String url, List<Header> headers, Duration pause) throws ArtifactException {
        this.client = client;
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
        attempt("GET", BodyPublishers.noBody(), body -> {
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
        attempt("PUT", publisher(content), _ -> {});
    }

    private static BodyPublisher publisher(Path content) throws FileNotFoundException {
        return BodyPublishers.ofFile(content);
    }

    @Override
    public List<String> list() throws ArtifactException {
        throw Store.cannot(shown(), "what lies below an URL cannot be listed: HTTP knows no keys");
    }

    @Override
    public void delete() throws ArtifactException, IOException {
        try {
            attempt("DELETE", BodyPublishers.noBody(), _ -> {});
        } catch (ArtifactException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private interface Body {
        void read(InputStream body) throws IOException;
    }

    private void attempt(String method, BodyPublisher publisher, Body body) throws ArtifactException, IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                int status = once(method, publisher, body);
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

    private int once(String method, BodyPublisher publisher, Body body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).method(method, publisher);
        try {
            headers.forEach(h -> request.setHeader(h.name(), h.value()));
        } catch (IllegalArgumentException e) {
            throw new IOException("a header of the artifact is none that HTTP allows", e);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() < 300) {
                    body.read(in);
                }
            }
            return answer.statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
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
