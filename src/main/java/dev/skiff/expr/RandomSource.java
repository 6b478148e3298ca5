package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Random numbers for one run: unlike in another run, but the same each time that the run is replayed, because they follow from the
 * seed and from how many were drawn before. Nothing that must stay secret may depend on them.
 */
public final class RandomSource {

    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    /** @param seed what tells runs apart, such as the workflow's uid */
    public RandomSource(String seed) {
        UUID hash = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
        state = hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
    }

    /** SplitMix64. */
    long next() {
        state += STEP;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** At least 0 and below the bound. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }
}
