package dev.skiff.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a JSONPath. */
final class JsonPathParser {

    /** The one script expression in common use. */
    private static final Pattern FROM_END = Pattern.compile("\\(@\\.length\\s*-\\s*([0-9]{1,9})\\)");

    /** Steps in one path; keeps the stack small that follows them. */
    private static final int STEPS = 200;

    private final String path;
    private final Span span;
    private final List<JsonPath.Step> steps = new ArrayList<>();
    private int at;

    JsonPathParser(String path, Span span) {
        this.path = path;
        this.span = span;
    }

    List<JsonPath.Step> parse() throws ExprException {
        if (!path.startsWith("$")) {
            throw error("it must start with $");
        }
        at = 1;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (steps.size() > STEPS) {
                throw error("it has more than " + STEPS + " steps");
            } else if (c == '[') {
                bracket();
            } else if (path.startsWith("..", at)) {
                at += 2;
                steps.add(new JsonPath.Step.Descent());
                if (at < path.length() && path.charAt(at) != '[') {
                    name();
                }
            } else if (c == '.') {
                at++;
                name();
            } else {
                throw error("unexpected '" + c + "' at character " + (at + 1));
            }
        }
        return List.copyOf(steps);
    }

    private void name() throws ExprException {
        int start = at;
        while (at < path.length() && ".[".indexOf(path.charAt(at)) < 0) {
            at++;
        }
        String name = path.substring(start, at).strip();
        if (name.isEmpty()) {
            throw error("a name is missing at character " + (start + 1));
        }
        steps.add(name.equals("*") ? new JsonPath.Step.Wildcard() : new JsonPath.Step.Key(name));
    }

    private void bracket() throws ExprException {
        int open = at;
        int close = closing();
        String inside = path.substring(open + 1, close).strip();
        at = close + 1;
        if (inside.startsWith("?(") && inside.endsWith(")")) {
            steps.add(filter(inside.substring(2, inside.length() - 1)));
            return;
        }
        List<JsonPath.Step> choices = new ArrayList<>();
        for (String part : parts(inside)) {
            choices.add(choice(part.strip()));
        }
        steps.add(choices.size() == 1 ? choices.getFirst() : new JsonPath.Step.Union(List.copyOf(choices)));
    }

    /** Where the bracket closes; brackets and quotes inside are skipped. */
    private int closing() throws ExprException {
        int depth = 0;
        char quote = 0;
        for (int i = at; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw error("the bracket at character " + (at + 1) + " is not closed");
    }

    private static List<String> parts(String inside) {
        List<String> parts = new ArrayList<>();
        char quote = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ',') {
                parts.add(inside.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(inside.substring(start));
        return parts;
    }

    private JsonPath.Step choice(String text) throws ExprException {
        if (text.equals("*")) {
            return new JsonPath.Step.Wildcard();
        }
        if (text.length() >= 2
                && (text.startsWith("'") && text.endsWith("'") || text.startsWith("\"") && text.endsWith("\""))) {
            return new JsonPath.Step.Key(StringEscapes.unescape(text.substring(1, text.length() - 1), span.start()));
        }
        Matcher fromEnd = FROM_END.matcher(text);
        if (fromEnd.matches()) {
            return new JsonPath.Step.Index(-Long.parseLong(fromEnd.group(1)));
        }
        if (text.contains(":")) {
            String[] bounds = text.split(":", -1);
            Long by = bounds.length > 2 ? bound(bounds[2]) : null;
            if (bounds.length > 3 || by != null && by == 0) {
                throw error("[" + text + "] is not a range");
            }
            return new JsonPath.Step.Range(bound(bounds[0]), bound(bounds[1]), by == null ? 1 : by);
        }
        Long index = bound(text);
        if (index == null) {
            throw error("empty brackets");
        }
        return new JsonPath.Step.Index(index);
    }

    private @Nullable Long bound(String text) throws ExprException {
        try {
            return text.isBlank() ? null : (Long) Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw error("[" + text + "] is neither a quoted key nor an index");
        }
    }

    /** A condition is an expr-lang predicate that writes {@code @} for the element and {@code =~} for matches. */
    private JsonPath.Step filter(String condition) throws ExprException {
        StringBuilder source = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < condition.length(); i++) {
            char c = condition.charAt(i);
            if (quote == 0 && condition.startsWith("=~", i)) {
                source.append(" matches ");
                i++;
                continue;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            source.append(quote == 0 && c == '@' ? '#' : c);
        }
        try {
            return new JsonPath.Step.Filter(Parser.parsePredicate(source.toString()));
        } catch (ExprException e) {
            throw error("filter ?(" + condition + "): " + e.getMessage());
        }
    }

    private ExprException error(String why) {
        return new ExprException("invalid JSONPath " + StringEscapes.quote(path) + ": " + why, span);
    }
}
