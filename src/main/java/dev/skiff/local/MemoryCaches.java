package dev.skiff.local;

import dev.skiff.engine.CacheEntry;
import dev.skiff.port.Caches;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Caches of this process. */
public final class MemoryCaches implements Caches {
    private record Key(String cache, String key) {}

    private final ConcurrentMap<Key, CacheEntry> entries = new ConcurrentHashMap<>();

    @Override
    public Optional<CacheEntry> lookUp(String cache, String key) {
        return Optional.ofNullable(entries.get(new Key(cache, key)));
    }

    @Override
    public void save(String cache, String key, CacheEntry entry) {
        entries.put(new Key(cache, key), entry);
    }
}
