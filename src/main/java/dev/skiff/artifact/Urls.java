package dev.skiff.artifact;

import java.net.URI;
import java.net.URISyntaxException;

/** Paths and addresses of the web. */
final class Urls {
    private Urls() {}

    /** A key as the path of an address. */
    static String path(String key) {
        try {
            return new URI(null, null, "/" + key.replaceAll("^/+", ""), null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + key + "' cannot be the path of an URL", e);
        }
    }

    /** The address without what may be secret in it: user, password, query. */
    static String shown(String url) {
        try {
            URI uri = new URI(url);
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return uri.getHost() == null
                    ? url.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//")
                    : uri.getScheme() + "://" + uri.getHost() + port + (uri.getPath() == null ? "" : uri.getPath());
        } catch (URISyntaxException e) {
            return url.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//");
        }
    }
}
