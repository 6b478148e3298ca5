package dev.skiff.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A version as Masterminds/semver 3 reads it: minor and patch may be missing, {@code v} may come first.
 *
 * @param original the text that was read
 */
record SemanticVersion(long major, long minor, long patch, String prerelease, String metadata, String original)
        implements Comparable<SemanticVersion> {

    private static final String IDENTIFIERS = "([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*)";
    private static final Pattern VERSION =
            Pattern.compile("^v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?(-" + IDENTIFIERS + ")?(\\+" + IDENTIFIERS + ")?$");

    /** Null for what is no version. */
    static @Nullable SemanticVersion parse(String text) {
        Matcher m = VERSION.matcher(text);
        if (!m.find()) {
            return null;
        }
        String prerelease = present(m.group(5));
        for (String part : prerelease.split("\\.", -1)) {
            if (part.length() > 1 && part.startsWith("0") && isNumber(part)) {
                return null;
            }
        }
        Long major = segment(m.group(1));
        Long minor = segment(m.group(2));
        Long patch = segment(m.group(3));
        return major == null || minor == null || patch == null
                ? null
                : new SemanticVersion(major, minor, patch, prerelease, present(m.group(8)), text);
    }

    private static String present(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static @Nullable Long segment(@Nullable String text) {
        String digits = present(text).replace(".", "");
        if (digits.isEmpty()) {
            return 0L;
        }
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Long) number.longValue() : null;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Metadata does not count. */
    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        if (order != 0 || prerelease.equals(other.prerelease)) {
            return order;
        }
        if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
            return prerelease.isEmpty() ? 1 : -1;
        }
        return comparePrereleases(prerelease, other.prerelease);
    }

    static int comparePrereleases(String left, String right) {
        String[] a = left.split("\\.", -1);
        String[] b = right.split("\\.", -1);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = comparePart(i < a.length ? a[i] : "", i < b.length ? b[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Numbers come before words; nothing before anything. */
    private static int comparePart(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        if (isNumber(a) != isNumber(b) && !a.isEmpty() && !b.isEmpty()) {
            return isNumber(a) ? -1 : 1;
        }
        return Integer.signum(a.compareTo(b));
    }

    /** All three numbers, without a leading v. */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (prerelease.isEmpty() ? "" : "-" + prerelease)
                + (metadata.isEmpty() ? "" : "+" + metadata);
    }
}
