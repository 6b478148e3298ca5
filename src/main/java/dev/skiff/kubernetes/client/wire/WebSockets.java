package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.jspecify.annotations.Nullable;

/** What few ask for, as steps that wait for an object to be gone: the JDK's client has it, and is made when the first one asks. */
final class WebSockets implements AutoCloseable {
    private final WireBuilder settings;
    private @Nullable HttpClient made;

    WebSockets(WireBuilder settings) {
        this.settings = settings;
    }

    synchronized StandardHttpClient<?, ?, ?> client() {
        if (made == null) {
            HttpClient.Builder builder = new JdkHttpClientFactory().newBuilder();
            settings.copyTo(builder);
            made = builder.build();
        }
        return (StandardHttpClient<?, ?, ?>) made;
    }

    @Override
    public synchronized void close() {
        if (made != null) {
            made.close();
        }
    }
}
