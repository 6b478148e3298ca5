package dev.skiff.engine;

import dev.skiff.model.Outputs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a memoized template once gave (MEMO-01).
 *
 * @param nodeId of the node that gave it
 * @param outputs null when it gave none: it is a hit all the same (MEMO-04)
 */
public record CacheEntry(String nodeId, @Nullable Outputs outputs, Instant createdAt, Instant lastHitAt) {

    /** Whole seconds, as they are kept. */
    public CacheEntry {
        createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
        lastHitAt = lastHitAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
