package dev.skiff.kubernetes;

/** A resource step cannot go on; the message is the node's. */
final class ResourceFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ResourceFailed(String message) {
        super(message);
    }
}
