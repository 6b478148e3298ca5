package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** What fabric8 says of a client, and the client that follows from it. */
final class WireBuilder extends StandardHttpClientBuilder<WireClient, WireFactory, WireBuilder> {
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

    WireBuilder(WireFactory factory) {
        super(factory);
    }

    @Override
    public HttpClient build() {
        WireClient first = getClient();
        if (first != null) {
            return new WireClient(this, first.transport(), first.sockets(), first.getClosed());
        }
        Duration connected = getConnectTimeout();
        Dialer dialer = new Dialer(
                sockets(),
                versions(getTlsVersions()),
                connected == null || connected.isZero() ? CONNECTED_WITHIN : connected);
        return new WireClient(this, new Transport(dialer), new WebSockets(this), new AtomicBoolean());
    }

    /** What concerns connections; what is done to requests is this client's own affair. */
    void copyTo(HttpClient.Builder other) {
        Duration connected = getConnectTimeout();
        if (connected != null) {
            other.connectTimeout(connected.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (getSslContext() != null) {
            other.sslContext(getKeyManagers(), getTrustManagers());
        }
        if (getTlsVersions() != null) {
            other.tlsVersions(getTlsVersions());
        }
    }

    private SSLSocketFactory sockets() {
        SSLContext context = getSslContext();
        try {
            return (context == null ? SSLContext.getDefault() : context).getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static String[] versions(TlsVersion[] versions) {
        return versions == null
                ? new String[0]
                : Arrays.stream(versions).map(TlsVersion::javaName).toArray(String[]::new);
    }

    @Override
    protected WireBuilder newInstance(WireFactory factory) {
        return new WireBuilder(factory);
    }
}
