package dev.skiff.port.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A choice of objects by their labels in Kubernetes' syntax: {@code key=value}, {@code key!=value}, {@code key}, {@code !key},
 * {@code key in (a,b)}, {@code key notin (a,b)}, joined by commas that all have to hold.
 */
public final class LabelSelector {
    /** Chooses every object. */
    public static final LabelSelector ALL = new LabelSelector(List.of());

    private static final int LONGEST = 8192;
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    static final Pattern EQUALITY = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*" + KEY);

    /** The labels of an object. */
    @FunctionalInterface
    public interface Lookup {

        /** Null for a label that it does not have. */
        @Nullable
        String of(String key);
    }

    /** One of the conditions. */
    public sealed interface Term {

        boolean matches(Lookup labels);

        /**
         * Like Kubernetes': an object without the label has none of the values.
         *
         * @param wanted whether it is to have one of them, or none
         */
        record AmongValues(String key, Set<String> values, boolean wanted) implements Term {
            public AmongValues {
                values = Set.copyOf(values);
            }

            @Override
            public boolean matches(Lookup labels) {
                String value = labels.of(key);
                return (value != null && values.contains(value)) == wanted;
            }
        }

        /** @param wanted whether the label is to be there, or not */
        record IsThere(String key, boolean wanted) implements Term {
            @Override
            public boolean matches(Lookup labels) {
                return (labels.of(key) != null) == wanted;
            }
        }
    }

    private final List<Term> terms;

    /** @param terms all have to hold */
    public LabelSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    public static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return ALL;
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a label selector of " + text.length() + " characters; the limit is " + LONGEST);
        }
        return new LabelSelector(parts(text).stream().map(LabelSelector::term).toList());
    }

    /** Between commas that are not between parentheses. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inside = c == '(' || inside && c != ')';
            if (c == ',' && !inside) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }

    private static Term term(String part) {
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            return new Term.AmongValues(
                    equality.group(1),
                    Set.of(equality.group(3)),
                    !equality.group(2).equals("!="));
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            Set<String> values = Set.copyOf(List.of(set.group(3).strip().split("\\s*,\\s*", -1)));
            return new Term.AmongValues(set.group(1), values, set.group(2).equals("in"));
        }
        Matcher presence = PRESENCE.matcher(part);
        if (presence.matches()) {
            return new Term.IsThere(presence.group(2), presence.group(1).isEmpty());
        }
        throw new IllegalArgumentException(
                "'" + part + "' is no condition on labels: write key=value, key!=value, key, !key or 'key in (a,b)'");
    }

    /** In Kubernetes' syntax. */
    @Override
    public String toString() {
        return terms.stream().map(LabelSelector::text).collect(Collectors.joining(","));
    }

    private static String text(Term term) {
        return switch (term) {
            case Term.IsThere there -> (there.wanted() ? "" : "!") + there.key();
            case Term.AmongValues among ->
                among.key() + (among.wanted() ? " in (" : " notin (")
                        + among.values().stream().sorted().collect(Collectors.joining(",")) + ")";
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelSelector selector && selector.terms.equals(terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    public List<Term> terms() {
        return terms;
    }

    public boolean isAll() {
        return terms.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        return matches(labels::get);
    }

    public boolean matches(Lookup labels) {
        return terms.stream().allMatch(term -> term.matches(labels));
    }
}
