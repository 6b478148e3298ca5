package dev.skiff.artifact;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server of S3 listens, and how it is told the bucket.
 *
 * @param server host name and perhaps a port; empty for Amazon's of the region
 * @param insecure http instead of https; not for Amazon's
 * @param region empty for what the server's name says, else us-east-1
 * @param pathStyle the bucket is the first part of the path; else it is the first part of the host's name
 */
public record S3Endpoint(String server, boolean insecure, String region, boolean pathStyle) {
    private static final String USUAL_REGION = "us-east-1";
    /** Amazon's public ones. Others of it, such as those within a VPC, are taken by their name. */
    private static final Pattern AMAZON = Pattern.compile("s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com");

    /** @throws IllegalArgumentException when the server's name is none */
    public S3Endpoint {
        server = server.toLowerCase(Locale.ROOT);
        if (!server.isEmpty()) {
            URI uri = URI.create("https://" + server);
            if (uri.getHost() == null || !uri.getPath().isEmpty() || uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("no host name, with a port perhaps");
            }
        }
        if (region.isEmpty()) {
            Matcher amazon = AMAZON.matcher(server);
            region = amazon.matches() && amazon.group(1) != null ? amazon.group(1) : USUAL_REGION;
        }
    }

    /**
     * By the words of Argo's {@code addressingStyle}. Servers other than Amazon's rarely have a name for each bucket.
     *
     * @param style {@code path}, {@code virtual-hosted}; anything else lets the server's name decide
     */
    public static S3Endpoint of(String server, boolean insecure, String region, String style) {
        boolean path =
                switch (style) {
                    case "path" -> true;
                    case "virtual-hosted" -> false;
                    default ->
                        !server.isEmpty() && !server.toLowerCase(Locale.ROOT).endsWith(".amazonaws.com");
                };
        return new S3Endpoint(server, insecure, region, path);
    }

    private boolean isAmazon() {
        return server.isEmpty() || AMAZON.matcher(server).matches();
    }

    boolean isEncrypted() {
        return isAmazon() || !insecure;
    }

    /** Of a bucket, or of a key in it when one is given. */
    Address address(String bucket, String key, String inRegion) {
        String host = server;
        if (isAmazon()) {
            host = "s3." + inRegion + ".amazonaws.com" + (inRegion.startsWith("cn-") ? ".cn" : "");
        }
        // a dot in the name of a bucket is none that the server's certificate knows
        boolean inPath = pathStyle || isEncrypted() && bucket.indexOf('.') >= 0;
        String path = SigV4.encodedPath("/" + (inPath ? bucket + (key.isEmpty() ? "" : "/") : "") + key);
        return new Address(isEncrypted() ? "https" : "http", inPath ? host : bucket + "." + host, path);
    }

    /**
     * Where one request goes.
     *
     * @param host with its port, unless that is the scheme's own
     * @param path as it is signed
     */
    record Address(String scheme, String host, String path) {
        private static final Pattern DOTS = Pattern.compile("(?<=/)\\.{1,2}(?=/|$)");

        Address {
            String usual = scheme.equals("https") ? ":443" : ":80";
            host = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
        }

        /** A part {@code .} or {@code ..} of a key is a name like others, and no step of a path that anybody may take. */
        String url(String query) {
            String sent =
                    DOTS.matcher(path).replaceAll(m -> "%2E".repeat(m.group().length()));
            return scheme + "://" + host + sent + (query.isEmpty() ? "" : "?" + query);
        }
    }
}
