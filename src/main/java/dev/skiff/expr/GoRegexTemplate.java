package dev.skiff.expr;

import com.google.re2j.Matcher;

/** The replacement of Go's Regexp.Expand: {@code $1}, {@code $name}, {@code ${name}}, {@code $$}. */
final class GoRegexTemplate {

    private GoRegexTemplate() {}

    static String expand(String template, Matcher match) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$' || at + 1 >= template.length()) {
                out.append(c);
                at++;
            } else if (template.charAt(at + 1) == '$') {
                out.append('$');
                at += 2;
            } else {
                at = group(template, at, match, out);
            }
        }
        return out.toString();
    }

    private static int group(String template, int dollar, Matcher match, StringBuilder out) {
        boolean braced = template.charAt(dollar + 1) == '{';
        int start = dollar + (braced ? 2 : 1);
        int end = start;
        while (end < template.length() && isWord(template.charAt(end))) {
            end++;
        }
        boolean closed = !braced || end < template.length() && template.charAt(end) == '}';
        if (end == start || !closed) {
            out.append('$');
            return dollar + 1;
        }
        out.append(value(template.substring(start, end), match));
        return braced ? end + 1 : end;
    }

    /** The text of a group; a group that there is not is empty. */
    private static String value(String name, Matcher match) {
        try {
            boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9');
            String value = number ? match.group(Integer.parseInt(name)) : match.group(name);
            return value == null ? "" : value;
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isWord(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
