package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/**
 * Makes clients that speak HTTP/1.1 to the server itself, and follow no redirects. Where a proxy is between, the
 * JDK's client is made instead, which knows proxies and costs more.
 */
public final class WireFactory implements HttpClient.Factory {

    @Override
    public HttpClient.Builder newBuilder() {
        return new WireBuilder(this);
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
        HttpClient.Builder own = HttpClient.Factory.super.newBuilder(config);
        boolean proxied = own instanceof WireBuilder builder && builder.getProxyAddress() != null;
        return proxied ? new JdkHttpClientFactory().newBuilder(config) : own;
    }
}
