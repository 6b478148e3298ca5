package dev.skiff.kubernetes.registry;

import dev.skiff.kubernetes.pods.ImageStarts.UnknownImageException;
import java.util.regex.Pattern;

/**
 * An image's name, taken apart as container engines do it: {@code [host[:port]/]path[:tag][@digest]}.
 *
 * @param registry host, with a port if one is written
 * @param repository path in the registry
 * @param version tag ({@code latest} when none is written), or the digest, which wins
 */
record ImageReference(String registry, String repository, String version) {
    /** What a name without a host means, and where that answers. */
    private static final String DEFAULT = "docker.io";

    private static final String DEFAULT_ADDRESS = "registry-1.docker.io";
    private static final int LONGEST = 1024;
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?");
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern PATH = Pattern.compile(PART + "(?:/" + PART + ")*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,256}");

    boolean isByDigest() {
        return version.indexOf(':') >= 0;
    }

    /** @throws UnknownImageException when it is no name of an image */
    static ImageReference of(String written) {
        if (written.length() > LONGEST) {
            throw new UnknownImageException("its name has more than " + LONGEST + " characters");
        }
        int at = written.indexOf('@');
        String named = at < 0 ? written : written.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String path = tagged ? named.substring(0, colon) : named;
        String tag = tagged ? named.substring(colon + 1) : "latest";
        int slash = path.indexOf('/');
        String first = slash < 0 ? "" : path.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = host ? first : DEFAULT;
        String repository = host ? path.substring(slash + 1) : path;
        if (registry.equals(DEFAULT) || registry.equals("index." + DEFAULT)) {
            registry = DEFAULT_ADDRESS;
            repository = repository.contains("/") ? repository : "library/" + repository;
        }
        String digest = at < 0 ? "" : written.substring(at + 1);
        boolean wellFormed = HOST.matcher(registry).matches()
                && PATH.matcher(repository).matches()
                && TAG.matcher(tag).matches()
                && (at < 0 || DIGEST.matcher(digest).matches());
        if (!wellFormed) {
            throw new UnknownImageException("'" + written + "' is no name of an image");
        }
        return new ImageReference(registry, repository, at < 0 ? tag : digest);
    }
}
