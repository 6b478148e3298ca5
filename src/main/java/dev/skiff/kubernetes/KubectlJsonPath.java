package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * kubectl's {@code -o jsonpath=} templates (OUT-16): text with {@code {…}} in it, in which stand paths, quoted texts, {@code range} and
 * {@code end}. What is not there prints nothing.
 */
final class KubectlJsonPath {
    private static final int NESTING = 100;

    /** A part of the template. */
    private sealed interface Part {
        record Text(String text) implements Part {}

        record Path(List<Step> steps) implements Part {}

        record Range(List<Step> steps, List<Part> body) implements Part {}
    }

    /** From values to values. */
    sealed interface Step {
        /** The whole document again: {@code $}. */
        record Root() implements Step {}

        record Key(String name) implements Step {}

        record Keys(List<String> names) implements Step {}

        record Slice(
                @Nullable Integer from,
                @Nullable Integer to,
                @Nullable Integer by,
                boolean single) implements Step {}

        record All() implements Step {}

        record Descent() implements Step {}

        record Filter(List<Step> left, String operator, Operand right) implements Step {}
    }

    /** The right side of a filter: a constant, or a path. */
    record Operand(@Nullable String constant, List<Step> path) {}

    private final List<Part> parts;

    private KubectlJsonPath(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException with a sentence that says where and what */
    static KubectlJsonPath parse(String template) {
        return new KubectlJsonPath(new Reader(template).parts());
    }

    String print(JsonNode document) {
        StringBuilder out = new StringBuilder();
        print(parts, document, document, out);
        return out.toString();
    }

    private static void print(List<Part> parts, JsonNode root, JsonNode current, StringBuilder out) {
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> out.append(text);
                case Part.Path(List<Step> steps) ->
                    out.append(String.join(
                            " ",
                            walk(steps, root, current).stream()
                                    .map(KubectlJsonPath::text)
                                    .toList()));
                case Part.Range(List<Step> steps, List<Part> body) -> {
                    for (JsonNode value : walk(steps, root, current)) {
                        print(body, root, value, out);
                    }
                }
            }
        }
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private static List<JsonNode> walk(List<Step> steps, JsonNode root, JsonNode from) {
        List<JsonNode> values = List.of(from);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode value : values) {
                take(step, root, value, next);
            }
            values = next;
        }
        return values;
    }

    private static void take(Step step, JsonNode root, JsonNode value, List<JsonNode> out) {
        switch (step) {
            case Step.Root r -> out.add(root);
            case Step.Key(String name) -> add(value.path(name), out);
            case Step.Keys(List<String> names) -> names.forEach(n -> add(value.path(n), out));
            case Step.Slice slice -> slice(slice, value, out);
            case Step.All a -> value.forEach(out::add);
            case Step.Descent d -> descend(value, out, 0);
            case Step.Filter filter ->
                value.forEach(child -> {
                    if (holds(filter, root, child)) {
                        out.add(child);
                    }
                });
        }
    }

    private static void add(JsonNode value, List<JsonNode> out) {
        if (!value.isMissingNode()) {
            out.add(value);
        }
    }

    private static void slice(Step.Slice slice, JsonNode value, List<JsonNode> out) {
        int size = value.isArray() ? value.size() : 0;
        int from = bound(slice.from == null ? 0 : slice.from, size);
        int to = slice.single ? from + 1 : bound(slice.to == null ? size : slice.to, size);
        for (int i = Math.max(from, 0); i < Math.min(to, size); i += slice.by == null ? 1 : slice.by) {
            out.add(value.get(i));
        }
    }

    private static int bound(int index, int size) {
        return index < 0 ? size + index : index;
    }

    private static void descend(JsonNode value, List<JsonNode> out, int depth) {
        if (depth > NESTING * 10) {
            return;
        }
        out.add(value);
        value.forEach(child -> descend(child, out, depth + 1));
    }

    private static boolean holds(Step.Filter filter, JsonNode root, JsonNode child) {
        List<JsonNode> left = walk(filter.left, root, child);
        if (filter.operator.isEmpty()) {
            return !left.isEmpty();
        }
        String constant = filter.right.constant;
        List<String> right = constant == null
                ? walk(filter.right.path, root, child).stream()
                        .map(KubectlJsonPath::text)
                        .toList()
                : List.of(constant);
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        return COMPARISONS.test(filter.operator, compared(text(left.getFirst()), right.getFirst()));
    }

    private static final BiPredicate<String, Integer> COMPARISONS = (operator, order) -> switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
    };

    private static int compared(String left, String right) {
        try {
            return Double.compare(Double.parseDouble(left), Double.parseDouble(right));
        } catch (NumberFormatException e) {
            return left.compareTo(right);
        }
    }

    /** Reads a template from left to right. */
    private static final class Reader {
        private final String source;
        private int at;
        private int depth;

        Reader(String source) {
            this.source = source;
        }

        List<Part> parts() {
            List<Part> all = body();
            if (at < source.length()) {
                throw wrong("{end} without {range}");
            }
            return all;
        }

        /** Until the end of the template, or just behind the {@code {end}} that closes a range. */
        private List<Part> body() {
            List<Part> parts = new ArrayList<>();
            while (at < source.length()) {
                int open = source.indexOf('{', at);
                if (open != at) {
                    int end = open < 0 ? source.length() : open;
                    parts.add(new Part.Text(source.substring(at, end)));
                    at = end;
                    continue;
                }
                at++;
                if (action(parts)) {
                    return parts;
                }
            }
            if (depth > 0) {
                throw wrong("{range} without {end}");
            }
            return parts;
        }

        /** @return whether it was {@code end} */
        private boolean action(List<Part> parts) {
            boolean ended = false;
            while (true) {
                blanks();
                if (at >= source.length()) {
                    throw wrong("'}' is missing");
                }
                char c = source.charAt(at);
                if (c == '}') {
                    at++;
                    return ended;
                } else if (c == '"' || c == '\'') {
                    parts.add(new Part.Text(quoted()));
                } else if (word("range")) {
                    blanks();
                    range(parts);
                    return ended;
                } else if (word("end")) {
                    if (depth == 0) {
                        throw wrong("{end} without {range}");
                    }
                    ended = true;
                } else {
                    parts.add(new Part.Path(path("} \t\n")));
                }
            }
        }

        private void range(List<Part> parts) {
            List<Step> over = path("} \t\n");
            blanks();
            expect('}');
            if (++depth > NESTING) {
                throw wrong("nested too deeply");
            }
            List<Part> body = body();
            depth--;
            parts.add(new Part.Range(over, body));
        }

        private List<Step> path(String ends) {
            List<Step> steps = new ArrayList<>();
            while (at < source.length() && ends.indexOf(source.charAt(at)) < 0) {
                switch (source.charAt(at)) {
                    case '$' -> {
                        at++;
                        steps.add(new Step.Root());
                    }
                    case '@' -> at++;
                    case '.' -> dot(steps);
                    case '[' -> steps.add(bracket());
                    default -> steps.add(name(ends));
                }
            }
            return steps;
        }

        private void dot(List<Step> steps) {
            at++;
            if (at < source.length() && source.charAt(at) == '.') {
                at++;
                steps.add(new Step.Descent());
            }
            if (at < source.length() && source.charAt(at) == '*') {
                at++;
                steps.add(new Step.All());
            }
        }

        private Step name(String ends) {
            StringBuilder name = new StringBuilder();
            while (at < source.length() && (".[" + ends).indexOf(source.charAt(at)) < 0) {
                if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                    at++;
                }
                name.append(source.charAt(at++));
            }
            return name.toString().equals("*") ? new Step.All() : new Step.Key(name.toString());
        }

        private Step bracket() {
            at++;
            blanks();
            char c = at < source.length() ? source.charAt(at) : ' ';
            Step step;
            if (c == '*') {
                at++;
                step = new Step.All();
            } else if (c == '?') {
                at++;
                step = filter();
            } else if (c == '"' || c == '\'') {
                step = keys();
            } else {
                step = slice();
            }
            blanks();
            expect(']');
            return step;
        }

        private Step keys() {
            List<String> names = new ArrayList<>();
            names.add(quoted());
            blanks();
            while (at < source.length() && source.charAt(at) == ',') {
                at++;
                blanks();
                names.add(quoted());
                blanks();
            }
            return new Step.Keys(names);
        }

        private Step slice() {
            int close = source.indexOf(']', at);
            String inside = close < 0 ? "" : source.substring(at, close).strip();
            if (!inside.matches("-?\\d{1,9}|(-?\\d{0,9}):(-?\\d{0,9})(:\\d{0,9})?")) {
                throw wrong("an index, a slice, a quoted key, '*' or '?(…)' must stand in brackets");
            }
            at = close;
            String[] bounds = inside.split(":", -1);
            Integer by = bounds.length > 2 ? number(bounds[2]) : null;
            if (by != null && by == 0) {
                throw wrong("the step of a slice must be greater than 0");
            }
            return new Step.Slice(
                    number(bounds[0]), bounds.length > 1 ? number(bounds[1]) : null, by, bounds.length == 1);
        }

        private static @Nullable Integer number(String text) {
            return text.isEmpty() || text.equals("-") ? null : Integer.valueOf(text);
        }

        private Step filter() {
            expect('(');
            blanks();
            List<Step> left = path("=!<>) \t");
            blanks();
            String operator = "";
            for (String candidate : List.of("==", "!=", "<=", ">=", "<", ">")) {
                if (operator.isEmpty() && source.startsWith(candidate, at)) {
                    operator = candidate;
                }
            }
            at += operator.length();
            blanks();
            Operand right = operator.isEmpty() ? new Operand("", List.of()) : operand();
            blanks();
            expect(')');
            return new Step.Filter(left, operator, right);
        }

        private Operand operand() {
            char c = at < source.length() ? source.charAt(at) : ' ';
            if (c == '"' || c == '\'') {
                return new Operand(quoted(), List.of());
            }
            if (c == '@' || c == '$' || c == '.') {
                return new Operand(null, path(") \t"));
            }
            int begin = at;
            while (at < source.length() && ") \t".indexOf(source.charAt(at)) < 0) {
                at++;
            }
            return new Operand(source.substring(begin, at), List.of());
        }

        private String quoted() {
            char quote = at < source.length() ? source.charAt(at) : ' ';
            if (quote != '"' && quote != '\'') {
                throw wrong("a quoted text must stand here");
            }
            StringBuilder text = new StringBuilder();
            for (at++; at < source.length() && source.charAt(at) != quote; at++) {
                char c = source.charAt(at);
                if (c == '\\' && at + 1 < source.length()) {
                    c = escaped(source.charAt(++at));
                }
                text.append(c);
            }
            expect(quote);
            return text.toString();
        }

        private static char escaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                default -> c;
            };
        }

        private boolean word(String word) {
            boolean here = source.startsWith(word, at)
                    && (at + word.length() >= source.length()
                            || !Character.isLetterOrDigit(source.charAt(at + word.length())));
            at += here ? word.length() : 0;
            return here;
        }

        private void blanks() {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
        }

        private void expect(char c) {
            if (at >= source.length() || source.charAt(at) != c) {
                throw wrong("'" + c + "' is missing");
            }
            at++;
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(
                    "jsonPath '" + source + "': " + what + " at character " + (Math.min(at, source.length()) + 1));
        }
    }
}
