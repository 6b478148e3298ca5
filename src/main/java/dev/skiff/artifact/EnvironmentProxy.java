package dev.skiff.artifact;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in capitals or not. */
final class EnvironmentProxy {
    private EnvironmentProxy() {}

    static Proxy of(String url) {
        return of(url, System.getenv());
    }

    /** Without a proxy for the address; also when what the variable says is no address. */
    static Proxy of(String url, Map<String, String> environment) {
        URI uri = URI.create(url);
        String host = uri.getHost();
        String named = value(uri.getScheme() + "_proxy", environment);
        if (named.isEmpty() || host == null || isExcepted(host, value("no_proxy", environment))) {
            return Proxy.NO_PROXY;
        }
        try {
            URI proxy = URI.create(named.contains("://") ? named : "http://" + named);
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            return proxy.getHost() == null
                    ? Proxy.NO_PROXY
                    : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
        } catch (IllegalArgumentException e) {
            return Proxy.NO_PROXY;
        }
    }

    private static String value(String name, Map<String, String> environment) {
        String small = environment.getOrDefault(name, "");
        return small.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
    }

    /** As Go reads it: a host, a domain with all below it, or {@code *}. Addresses of this machine never go through a proxy. */
    private static boolean isExcepted(String host, String exceptions) {
        String asked = host.toLowerCase(Locale.ROOT);
        if (asked.equals("localhost")
                || asked.startsWith("127.")
                || asked.equals("[::1]")
                || asked.startsWith("169.254.")) {
            return true;
        }
        for (String exception : exceptions.toLowerCase(Locale.ROOT).split(",", -1)) {
            String domain = exception.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (domain.equals("*") || !domain.isEmpty() && (asked.equals(domain) || asked.endsWith("." + domain))) {
                return true;
            }
        }
        return false;
    }
}
