package dev.skiff.expr;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Splits a {@code when} condition into tokens the way govaluate does, its oddities included: either quote ends a text,
 * symbols run together until a letter, digit, bracket, quote or space, and a quoted date is a time (WHEN-07).
 */
final class WhenLexer {

    private static final Set<String> PREFIXES = Set.of("-", "!", "~");
    private static final Set<String> MODIFIERS = Set.of("+", "-", "*", "/", "%", "**", "&", "|", "^", ">>", "<<");
    private static final Set<String> COMPARATORS = Set.of("==", "!=", ">", ">=", "<", "<=", "=~", "!~");
    private static final Set<String> TERNARIES = Set.of("?", ":", "??");

    private static final List<String> TIME_LAYOUTS = List.of(
            "Mon Jan _2 15:04:05 2006",
            "Mon Jan _2 15:04:05 MST 2006",
            "Mon Jan 02 15:04:05 -0700 2006",
            "3:04PM",
            "2006-01-02T15:04:05Z07:00",
            "2006-01-02",
            "2006-01-02 15:04",
            "2006-01-02 15:04:05",
            "2006-01-02 15:04:05-07:00",
            "2006-01-02T15Z0700",
            "2006-01-02T15:04Z0700",
            "2006-01-02T15:04:05Z0700");

    private final String source;
    private final List<WhenToken> tokens = new ArrayList<>();
    private int at;

    private WhenLexer(String source) {
        this.source = source;
    }

    static List<WhenToken> tokens(String source) throws ExprException {
        if (source.length() > Limits.SOURCE_CHARS) {
            throw new ExprException("condition is too long: limit " + Limits.SOURCE_CHARS + " characters", 0, 0);
        }
        WhenLexer lexer = new WhenLexer(source);
        lexer.skipSpace();
        while (lexer.at < source.length()) {
            lexer.token();
            lexer.skipSpace();
        }
        return lexer.tokens;
    }

    private void skipSpace() {
        while (at < source.length() && StringFunctions.isSpace(source.codePointAt(at))) {
            at += Character.charCount(source.codePointAt(at));
        }
    }

    private void token() throws ExprException {
        int start = at;
        int c = source.codePointAt(at);
        if (Character.isDigit(c) || c == '.') {
            number(start);
        } else if (c == ',') {
            add(WhenToken.Kind.SEPARATOR, ",", 1);
        } else if (c == '[') {
            bracketed(start);
        } else if (Character.isLetter(c)) {
            word(start);
        } else if (c == '\'' || c == '"') {
            quoted(start);
        } else if (c == '(') {
            add(WhenToken.Kind.CLAUSE, "(", 1);
        } else if (c == ')') {
            add(WhenToken.Kind.CLAUSE_CLOSE, ")", 1);
        } else {
            symbol(start);
        }
    }

    private void number(int start) throws ExprException {
        if (source.startsWith("0x", at)) {
            at += 2;
            String digits = take(c -> Character.digit(c, 16) >= 0 && c < 0x80);
            try {
                put(WhenToken.Kind.NUMERIC, (double) Long.parseLong(digits, 16), start);
            } catch (NumberFormatException _) {
                throw error("Unable to parse hex value '" + digits + "' to uint64", start);
            }
            return;
        }
        String digits = take(c -> Character.isDigit(c) || c == '.');
        Double value = ConversionFunctions.parseFloat(digits);
        if (value == null) {
            throw error("Unable to parse numeric value '" + digits + "' to float64", start);
        }
        put(WhenToken.Kind.NUMERIC, value, start);
    }

    private void bracketed(int start) throws ExprException {
        at++;
        String name = until(c -> c == ']');
        if (at >= source.length()) {
            throw error("Unclosed parameter bracket", start);
        }
        at++;
        put(WhenToken.Kind.VARIABLE, name, start);
    }

    private void word(int start) throws ExprException {
        String word = take(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
        switch (word) {
            case "true", "false" -> put(WhenToken.Kind.BOOLEAN, word.equals("true"), start);
            case "in", "IN" -> put(WhenToken.Kind.COMPARATOR, "in", start);
            default -> {
                if (!word.contains(".")) {
                    put(WhenToken.Kind.VARIABLE, word, start);
                } else {
                    accessor(word, start);
                }
            }
        }
    }

    private void accessor(String word, int start) throws ExprException {
        if (word.endsWith(".")) {
            throw error("Hanging accessor on token '" + word + "'", start);
        }
        String[] parts = word.split("\\.", -1);
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isEmpty() || Character.isLowerCase(parts[i].codePointAt(0))) {
                throw error(
                        "Unable to access unexported field '" + parts[i] + "' in token '" + word + "'"
                                + " (hint: put a value that contains a dot in quotes)",
                        start);
            }
        }
        put(WhenToken.Kind.ACCESSOR, word, start);
    }

    private void quoted(int start) throws ExprException {
        at++;
        String text = until(c -> c == '\'' || c == '"');
        if (at >= source.length()) {
            throw error("Unclosed string literal", start);
        }
        at++;
        Double time = time(text);
        put(time == null ? WhenToken.Kind.STRING : WhenToken.Kind.TIME, time == null ? text : time, start);
    }

    /** Unix seconds of a text that looks like a date, or null. */
    private static @Nullable Double time(String text) {
        if (text.length() < 6 || text.length() > 40) {
            return null;
        }
        for (String layout : TIME_LAYOUTS) {
            ZonedDateTime time = GoDateLayout.parse(layout, text, ZoneOffset.UTC);
            if (time != null) {
                return (double) time.toEpochSecond();
            }
        }
        return null;
    }

    private void symbol(int start) throws ExprException {
        String symbol = take(c -> !Character.isLetterOrDigit(c) && "()[]'\"".indexOf(c) < 0);
        WhenToken.Kind last =
                tokens.isEmpty() ? WhenToken.Kind.UNKNOWN : tokens.getLast().kind();
        if (last.mayBeFollowedBy(WhenToken.Kind.PREFIX) && PREFIXES.contains(symbol)) {
            put(WhenToken.Kind.PREFIX, symbol, start);
        } else if (MODIFIERS.contains(symbol)) {
            put(WhenToken.Kind.MODIFIER, symbol, start);
        } else if (symbol.equals("&&") || symbol.equals("||")) {
            put(WhenToken.Kind.LOGICALOP, symbol, start);
        } else if (COMPARATORS.contains(symbol)) {
            put(WhenToken.Kind.COMPARATOR, symbol, start);
        } else if (TERNARIES.contains(symbol)) {
            put(WhenToken.Kind.TERNARY, symbol, start);
        } else {
            throw error("Invalid token: '" + symbol + "'", start);
        }
    }

    /** Characters while they fit, to the first space; a backslash takes the next character as it is. */
    private String take(IntPredicate fits) {
        StringBuilder text = new StringBuilder();
        while (at < source.length()) {
            int c = source.codePointAt(at);
            if (c == '\\' && at + 1 < source.length()) {
                c = source.codePointAt(++at);
            } else if (StringFunctions.isSpace(c) || !fits.test(c)) {
                break;
            }
            text.appendCodePoint(c);
            at += Character.charCount(c);
        }
        return text.toString();
    }

    /** Characters up to an end, spaces included. */
    private String until(IntPredicate end) {
        StringBuilder text = new StringBuilder();
        while (at < source.length() && !end.test(source.codePointAt(at))) {
            int c = source.codePointAt(at);
            if (c == '\\' && at + 1 < source.length()) {
                c = source.codePointAt(++at);
            }
            text.appendCodePoint(c);
            at += Character.charCount(c);
        }
        return text.toString();
    }

    private void add(WhenToken.Kind kind, String symbol, int length) {
        at += length;
        put(kind, symbol, at - length);
    }

    private void put(WhenToken.Kind kind, Object value, int start) {
        tokens.add(new WhenToken(kind, value, new Span(start, at)));
    }

    private ExprException error(String message, int start) {
        return new ExprException(message, start, Math.max(1, at - start));
    }
}
