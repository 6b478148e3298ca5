package dev.skiff.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on versions such as {@code >=1.2, <3 || ~4.1.x}, as Masterminds/semver 3 reads and decides it.
 *
 * @param alternatives one of them must hold, and of it every comparison
 */
record VersionConstraint(List<List<Comparison>> alternatives) {

    /** One comparison; what is not given of the version is open. */
    record Comparison(String operator, SemanticVersion version, boolean openMinor, boolean openPatch, boolean open) {

        boolean accepts(SemanticVersion v) {
            // a prerelease is only wanted by who names one
            boolean unwanted = !v.prerelease().isEmpty() && version.prerelease().isEmpty();
            return switch (operator) {
                case "!=" -> notEqual(v, unwanted);
                case ">" -> !unwanted && greater(v);
                case "<" -> !unwanted && v.compareTo(version) < 0;
                case ">=", "=>" -> !unwanted && v.compareTo(version) >= 0;
                case "<=", "=<" -> !unwanted && atMost(v);
                case "~", "~>" -> !unwanted && tilde(v);
                case "^" -> !unwanted && caret(v);
                default -> !unwanted && (open ? tilde(v) : v.compareTo(version) == 0);
            };
        }

        private boolean notEqual(SemanticVersion v, boolean unwanted) {
            if (!open) {
                return v.compareTo(version) != 0;
            }
            if (unwanted || v.major() != version.major()) {
                return !unwanted;
            }
            if (openMinor) {
                return false;
            }
            if (v.minor() != version.minor() || v.patch() != version.patch() && !openPatch) {
                return true;
            }
            return openPatch
                    ? SemanticVersion.comparePrereleases(v.prerelease(), version.prerelease()) != 0
                    : v.compareTo(version) != 0;
        }

        private boolean greater(SemanticVersion v) {
            if (!open || v.major() != version.major()) {
                return open ? v.major() > version.major() : v.compareTo(version) > 0;
            }
            return !openMinor && (openPatch ? v.minor() > version.minor() : v.compareTo(version) > 0);
        }

        private boolean atMost(SemanticVersion v) {
            if (!open) {
                return v.compareTo(version) <= 0;
            }
            return v.major() < version.major()
                    || v.major() == version.major() && (openMinor || v.minor() <= version.minor());
        }

        /** The same minor version, or the same major one when no minor is given. */
        private boolean tilde(SemanticVersion v) {
            if (v.compareTo(version) < 0) {
                return false;
            }
            boolean zero = version.major() == 0 && version.minor() == 0 && version.patch() == 0;
            return zero && !openMinor && !openPatch
                    || v.major() == version.major() && (openMinor || v.minor() == version.minor());
        }

        /** Nothing left of the first number that is not zero may differ. */
        private boolean caret(SemanticVersion v) {
            if (v.compareTo(version) < 0) {
                return false;
            }
            if (version.major() > 0 || openMinor) {
                return v.major() == version.major();
            }
            if (v.major() > 0) {
                return false;
            }
            if (version.minor() > 0 || openPatch) {
                return v.minor() == version.minor();
            }
            return v.minor() == 0 && v.patch() == version.patch();
        }
    }

    private static final String OPERATORS = "=||!=|>|<|>=|=>|<=|=<|~|~>|\\^";
    private static final String VERSION = "v?([0-9|x|X|\\*]+)(\\.[0-9|x|X|\\*]+)?(\\.[0-9|x|X|\\*]+)?"
            + "(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?";
    private static final Pattern ONE = Pattern.compile("^\\s*(" + OPERATORS + ")\\s*(" + VERSION + ")\\s*$");
    private static final Pattern EACH = Pattern.compile("(" + OPERATORS + ")\\s*(" + VERSION + ")");
    private static final Pattern RANGE = Pattern.compile("\\s*(" + VERSION + ")\\s+-\\s+(" + VERSION + ")\\s*");
    private static final Pattern ALL = Pattern.compile("^(\\s*(" + OPERATORS + ")\\s*(" + VERSION
            + ")\\s*)((?:\\s+|,\\s*)(" + OPERATORS + ")\\s*(" + VERSION + ")\\s*)*$");

    boolean accepts(SemanticVersion version) {
        return alternatives.stream().anyMatch(all -> all.stream().allMatch(one -> one.accepts(version)));
    }

    /** Null for what is no constraint. */
    static @Nullable VersionConstraint parse(String text) {
        List<List<Comparison>> alternatives = new ArrayList<>();
        for (String alternative : withoutRanges(text).split("\\|\\|", -1)) {
            if (!ALL.matcher(alternative).find()) {
                return null;
            }
            List<Comparison> all = new ArrayList<>();
            Matcher each = EACH.matcher(alternative);
            while (each.find()) {
                Comparison comparison = comparison(each.group());
                if (comparison == null) {
                    return null;
                }
                all.add(comparison);
            }
            alternatives.add(all);
        }
        return new VersionConstraint(alternatives);
    }

    /** {@code 1.2 - 3} means {@code >= 1.2, <= 3}. */
    private static String withoutRanges(String text) {
        String result = text;
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            String rewritten = ">= " + range.group(1) + ", <= " + range.group(11) + " ";
            int at = result.indexOf(range.group());
            result = result.substring(0, at)
                    + rewritten
                    + result.substring(at + range.group().length());
        }
        return result;
    }

    private static @Nullable Comparison comparison(String text) {
        Matcher m = ONE.matcher(text);
        if (!m.find()) {
            return null;
        }
        String tail = m.group(6) == null ? "" : m.group(6);
        String version = m.group(2);
        boolean openMinor = false;
        boolean openPatch = false;
        boolean open = true;
        if (isOpen(m.group(3))) {
            version = "0.0.0" + tail;
        } else if (isOpen(m.group(4))) {
            openMinor = true;
            version = m.group(3) + ".0.0" + tail;
        } else if (isOpen(m.group(5))) {
            openPatch = true;
            version = m.group(3) + m.group(4) + ".0" + tail;
        } else {
            open = false;
        }
        SemanticVersion parsed = SemanticVersion.parse(version);
        return parsed == null ? null : new Comparison(m.group(1), parsed, openMinor, openPatch, open);
    }

    private static boolean isOpen(@Nullable String group) {
        String part = group == null ? "" : group.startsWith(".") ? group.substring(1) : group;
        return part.isEmpty() || part.equals("x") || part.equals("X") || part.equals("*");
    }
}
