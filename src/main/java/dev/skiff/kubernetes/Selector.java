package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition in the syntax of Kubernetes' label selectors, whose keys are gjson paths into an object (RES-01).
 *
 * @param requirements sorted by key, as Kubernetes sorts them
 */
record Selector(List<Requirement> requirements) {
    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!<>(),]|[^\\s=!<>(),]+)");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    enum Operator {
        EXISTS(""),
        MISSING("!"),
        EQUAL("="),
        DOUBLE_EQUAL("=="),
        NOT_EQUAL("!="),
        IN(" in "),
        NOT_IN(" notin "),
        GREATER(">"),
        LESS("<");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    /** One of the parts between commas. */
    record Requirement(String key, Operator operator, TreeSet<String> values) {

        boolean matches(JsonNode object) {
            String value = GjsonPath.value(object, key);
            return switch (operator) {
                case EXISTS -> value != null;
                case MISSING -> value == null;
                case EQUAL, DOUBLE_EQUAL, IN -> value != null && values.contains(value);
                case NOT_EQUAL, NOT_IN -> value == null || !values.contains(value);
                case GREATER -> compared(value) > 0;
                case LESS -> compared(value) < 0;
            };
        }

        /** 0 when it cannot be compared, which fits neither operator. */
        private int compared(@Nullable String value) {
            try {
                return value == null ? 0 : Long.compare(Long.parseLong(value), Long.parseLong(values.first()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        /** As Kubernetes prints it, which is in Argo's messages. */
        @Override
        public String toString() {
            return switch (operator) {
                case EXISTS -> key;
                case MISSING -> "!" + key;
                case IN, NOT_IN -> key + operator.text + "(" + String.join(",", values) + ")";
                case EQUAL, DOUBLE_EQUAL, NOT_EQUAL, GREATER, LESS -> key + operator.text + values.first();
            };
        }
    }

    /** @throws IllegalArgumentException with a sentence that says what does not fit */
    static Selector parse(String text) {
        return new Selector(new Parser(tokens(text)).all());
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (token.find() && token.start() == at) {
            tokens.add(token.group(1));
            at = token.end();
        }
        return tokens;
    }

    private static final class Parser {
        private final List<String> tokens;
        private int at;

        Parser(List<String> tokens) {
            this.tokens = tokens;
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        private String next() {
            String token = peek();
            at++;
            return token;
        }

        List<Requirement> all() {
            List<Requirement> found = new ArrayList<>();
            while (at < tokens.size()) {
                found.add(requirement());
                if (at < tokens.size() && !next().equals(",")) {
                    throw new IllegalArgumentException("found '" + tokens.get(at - 1) + "', expected: ',' or the end");
                }
                if (at == tokens.size() && tokens.getLast().equals(",")) {
                    throw new IllegalArgumentException("found '', expected: a path after ','");
                }
            }
            found.sort(Comparator.comparing(Requirement::key));
            return List.copyOf(found);
        }

        private Requirement requirement() {
            if (peek().equals("!")) {
                next();
                return new Requirement(key(), Operator.MISSING, new TreeSet<>());
            }
            String key = key();
            return switch (peek()) {
                case "", "," -> new Requirement(key, Operator.EXISTS, new TreeSet<>());
                case "=" -> one(key, Operator.EQUAL);
                case "==" -> one(key, Operator.DOUBLE_EQUAL);
                case "!=" -> one(key, Operator.NOT_EQUAL);
                case ">" -> number(one(key, Operator.GREATER));
                case "<" -> number(one(key, Operator.LESS));
                case "in" -> several(key, Operator.IN);
                case "notin" -> several(key, Operator.NOT_IN);
                default ->
                    throw new IllegalArgumentException("found '" + peek() + "', expected: in, notin, =, ==, !=, <, >");
            };
        }

        private String key() {
            String key = next();
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("'" + key
                        + "' is no path that can stand here: letters, digits, '-', '_' and '.', such as status.phase");
            }
            return key;
        }

        private Requirement one(String key, Operator operator) {
            next();
            TreeSet<String> values = new TreeSet<>();
            values.add(peek().isEmpty() || peek().equals(",") ? "" : value());
            return new Requirement(key, operator, values);
        }

        private static Requirement number(Requirement comparison) {
            if (!comparison.values.first().matches("-?\\d{1,18}")) {
                throw new IllegalArgumentException(
                        "for '<' and '>' the value must be an integer, not '" + comparison.values.first() + "'");
            }
            return comparison;
        }

        private Requirement several(String key, Operator operator) {
            next();
            if (!next().equals("(")) {
                throw new IllegalArgumentException("expected '(' after" + operator.text.stripTrailing());
            }
            TreeSet<String> values = new TreeSet<>();
            while (!peek().equals(")")) {
                if (at >= tokens.size()) {
                    throw new IllegalArgumentException("')' is missing");
                }
                values.add(peek().equals(",") ? "" : value());
                if (peek().equals(",")) {
                    next();
                }
            }
            next();
            return new Requirement(key, operator, values);
        }

        private String value() {
            String value = next();
            if (Set.of("(", ")", "!", "=", "==", "!=", "<", ">").contains(value)
                    || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("'" + value
                        + "' is no value that can stand here: at most 63 letters, digits, '-', '_' and '.'");
            }
            return value;
        }
    }
}
