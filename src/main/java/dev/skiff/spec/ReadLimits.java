package dev.skiff.spec;

/**
 * What a source may be before it is parsed, and while it is.
 *
 * @param bytes of one source
 * @param depth of mappings and lists in one another
 * @param aliasNodes that the aliases of one document may stand for, all together
 */
public record ReadLimits(int bytes, int depth, int aliasNodes) {

    public static final ReadLimits DEFAULT = new ReadLimits(20 * 1024 * 1024, 500, 100_000);
}
