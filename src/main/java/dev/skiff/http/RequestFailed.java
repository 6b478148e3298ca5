package dev.skiff.http;

/** A request that got no usable answer; the message is the node's. */
final class RequestFailed extends Exception {
    private static final long serialVersionUID = 1L;

    RequestFailed(String message) {
        super(message);
    }
}
