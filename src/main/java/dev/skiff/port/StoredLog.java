package dev.skiff.port;

/** The kept output of one container of one node: both streams, in the order of arrival. */
public interface StoredLog {

    String nodeId();

    /** {@code main} or the name of a sidecar or init container. */
    String container();

    /**
     * The next bytes from {@code offset} on, at most {@code limit}; empty at the (present) end.
     *
     * @throws StoreException when it cannot be read
     */
    byte[] read(long offset, int limit);
}
