package dev.skiff.engine;

import dev.skiff.model.Outputs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a memoized template once gave (MEMO-01).
 *
 * @param nodeId of the node that gave it
 * @param outputs null when it gave none: it is a hit all the same (MEMO-04)
 */
public record CacheEntry(String nodeId, @Nullable Outputs outputs, Instant createdAt, Instant lastHitAt) {}
