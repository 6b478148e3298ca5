package dev.skiff.docker;

/**
 * An image's name as written, taken apart.
 *
 * @param written as in the workflow
 * @param repository without tag or digest
 * @param version the tag ({@code latest} when none is written), or the digest with its algorithm
 */
record ImageName(String written, String repository, String version) {

    /** Splits {@code [host[:port]/]path[:tag][@digest]}; a digest wins over a tag, as with every engine. */
    static ImageName of(String written) {
        int digest = written.indexOf('@');
        String named = digest < 0 ? written : written.substring(0, digest);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String repository = tagged ? named.substring(0, colon) : named;
        if (digest >= 0) {
            return new ImageName(written, repository, written.substring(digest + 1));
        }
        return new ImageName(written, repository, tagged ? named.substring(colon + 1) : "latest");
    }

    /** As a kubelet: {@code Always} for the tag {@code latest} or none, else {@code IfNotPresent}. */
    String defaultPullPolicy() {
        return version.equals("latest") ? "Always" : "IfNotPresent";
    }

    /** The registry as credentials are stored for it; Docker Hub has a key of its own. */
    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : "https://index.docker.io/v1/";
    }
}
