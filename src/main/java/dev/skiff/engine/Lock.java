package dev.skiff.engine;

/**
 * One lock that a node or workflow wants (LOCK-02).
 *
 * @param key {@code <namespace>/Mutex/<name>} or {@code <namespace>/ConfigMap/<name>/<key>}
 * @param limit how many may hold it at once; 1 for a mutex
 */
public record Lock(String key, int limit) {}
