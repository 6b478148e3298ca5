package dev.skiff.port.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/**
 * A choice of objects by fields in Kubernetes' syntax: {@code field=value}, {@code field==value}, {@code field!=value}, joined by commas
 * that all have to hold.
 *
 * @param terms the conditions
 */
public record FieldSelector(List<Term> terms) {
    private static final int LONGEST = 8192;

    /** @param wanted whether the field is to have the value, or any other */
    public record Term(String field, String value, boolean wanted) {}

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    /**
     * @param known the fields that can be chosen by
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static FieldSelector parse(String text, Collection<String> known) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a field selector of " + text.length() + " characters; the limit is " + LONGEST);
        }
        List<Term> terms = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher equality = LabelSelector.EQUALITY.matcher(part.strip());
            if (!equality.matches()) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' is no condition on a field: write status.phase=Failed, for instance");
            }
            if (!known.contains(equality.group(1))) {
                throw new IllegalArgumentException("objects cannot be chosen by the field '" + equality.group(1)
                        + "': by " + String.join(", ", known));
            }
            terms.add(new Term(
                    equality.group(1), equality.group(3), !equality.group(2).equals("!=")));
        }
        return new FieldSelector(terms);
    }

    /** @param value gives a field of the object; empty for one that it does not have */
    public boolean matches(UnaryOperator<String> value) {
        return terms.stream().allMatch(term -> value.apply(term.field()).equals(term.value()) == term.wanted());
    }
}
