package dev.skiff.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One request over the JDK's oldest client: it needs no thread of its own, and little in the agent's executable. */
final class AwsHttp {
    /** A body from this size on is sent when the server has said that it wants it: one that does not may close the connection. */
    private static final long ASK_FIRST = 1 << 20;

    private AwsHttp() {}

    /** What is sent. Read anew for each attempt. */
    interface Body {
        /** In bytes. */
        long length();

        InputStream open() throws IOException;
    }

    /**
     * How one is connected.
     *
     * @param trust null for the machine's own
     */
    record Way(
            Duration connectWithin,
            Duration silence,
            @Nullable SSLSocketFactory trust) {
        static final Way USUAL = new Way(Duration.ofSeconds(10), Duration.ofMinutes(2), null);
    }

    /** Its body is read or closed, so that the connection can be used again. */
    static final class Answer implements AutoCloseable {
        private final HttpURLConnection connection;
        private final int status;

        private Answer(HttpURLConnection connection, int status) {
            this.connection = connection;
            this.status = status;
        }

        int status() {
            return status;
        }

        /** Empty when there is none of this name. */
        String header(String name) {
            String value = connection.getHeaderField(name);
            return value == null ? "" : value;
        }

        /** In bytes; -1 when the server does not say. */
        long length() {
            return connection.getContentLengthLong();
        }

        InputStream body() throws IOException {
            InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            return in == null ? InputStream.nullInputStream() : in;
        }

        @Override
        public void close() {
            try (InputStream in = body()) {
                in.skip(1 << 16);
            } catch (IOException e) {
                connection.disconnect();
            }
        }
    }

    /** Redirects are not followed: a signature is valid for one host. */
    static Answer send(String method, String url, Map<String, String> headers, @Nullable Body body, Way way)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(EnvironmentProxy.of(url));
        if (way.trust() != null && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(way.trust());
        }
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) way.connectWithin().toMillis());
        connection.setReadTimeout((int) way.silence().toMillis());
        connection.setRequestProperty("User-Agent", "skiff");
        connection.setRequestProperty("Accept", "*/*");
        headers.forEach((name, value) -> {
            if (!name.equals("host")) { // of the URL, and not to be set
                connection.setRequestProperty(name, value);
            }
        });
        try {
            if (body != null) {
                write(body, connection, headers.containsKey("content-type"));
            }
            return new Answer(connection, connection.getResponseCode());
        } catch (HttpRetryException e) {
            return new Answer(connection, e.responseCode());
        }
    }

    private static void write(Body body, HttpURLConnection connection, boolean typed) throws IOException {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length());
        if (!typed) {
            connection.setRequestProperty("Content-Type", "application/octet-stream");
        }
        if (body.length() >= ASK_FIRST) {
            connection.setRequestProperty("Expect", "100-Continue");
        }
        OutputStream out;
        try {
            out = connection.getOutputStream();
        } catch (java.net.ProtocolException e) {
            return; // the server does not want it, and its answer says why
        }
        try (InputStream in = body.open()) {
            in.transferTo(out);
        }
        out.close();
    }
}
