package dev.skiff.host;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $(NAME)} in {@code command}, {@code args} and {@code env}, as a kubelet expands it: {@code $$} is a dollar sign that begins
 * nothing, and what names no variable stays as it is.
 */
final class VariableExpansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()]*)\\))");

    private VariableExpansion() {}

    static String expand(String text, Map<String, String> variables) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(2) == null ? "$" : variables.getOrDefault(found.group(2), found.group())));
    }
}
