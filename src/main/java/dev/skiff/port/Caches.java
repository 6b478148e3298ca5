package dev.skiff.port;

import dev.skiff.engine.CacheEntry;
import java.util.Optional;

/** What memoized templates once gave, by the name of the cache and a key (MEMO-01). */
public interface Caches {

    /**
     * Empty when there is no such entry; a hit notes when it was.
     *
     * @throws StoreException when the cache cannot be read
     */
    Optional<CacheEntry> lookUp(String cache, String key);

    /**
     * Replaces the entry of this key.
     *
     * @throws StoreException when it cannot be written
     */
    void save(String cache, String key, CacheEntry entry);
}
