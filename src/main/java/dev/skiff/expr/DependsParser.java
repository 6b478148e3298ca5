package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses {@code depends}: task names, {@code Task.Result}, {@code && || ! == !=} and parentheses. */
final class DependsParser {

    /** From the weakest; as in expr-lang. */
    private static final List<Set<String>> LEVELS = List.of(Set.of("||"), Set.of("&&"), Set.of("==", "!="));

    private static final int NESTING = 100;

    /** Terms of one expression; keeps the tree low enough to walk. */
    private static final int TERMS = 1_000;

    private final String source;
    private final List<DependsExpression.Term> terms = new ArrayList<>();
    private int at;
    private int nesting;

    private DependsParser(String source) {
        this.source = source;
    }

    static DependsExpression parse(String source) throws ExprException {
        DependsParser parser = new DependsParser(source);
        parser.skipSpace();
        if (parser.at == source.length()) {
            return new DependsExpression(source, null, List.of());
        }
        DependsExpression.Node root = parser.infix(0);
        if (parser.at < source.length()) {
            throw parser.unexpected();
        }
        return new DependsExpression(source, root, parser.terms);
    }

    private DependsExpression.Node infix(int level) throws ExprException {
        if (level == LEVELS.size()) {
            return unary();
        }
        DependsExpression.Node left = infix(level + 1);
        for (String symbol = symbol(level); symbol != null; symbol = symbol(level)) {
            at += symbol.length();
            skipSpace();
            left = new DependsExpression.Node.Infix(symbol, left, infix(level + 1));
        }
        return left;
    }

    private @Nullable String symbol(int level) {
        return LEVELS.get(level).stream()
                .filter(symbol -> source.startsWith(symbol, at))
                .findFirst()
                .orElse(null);
    }

    private DependsExpression.Node unary() throws ExprException {
        if (++nesting > NESTING) {
            throw new ExprException("depends is nested too deeply: limit " + NESTING, at, 1);
        }
        DependsExpression.Node node;
        if (take('!')) {
            node = new DependsExpression.Node.Not(unary());
        } else if (take('(')) {
            node = infix(0);
            if (!take(')')) {
                throw at < source.length() ? unexpected() : new ExprException("a parenthesis is not closed", at, 0);
            }
        } else {
            node = new DependsExpression.Node.Ask(term());
        }
        nesting--;
        return node;
    }

    private DependsExpression.Term term() throws ExprException {
        int start = at;
        String task = word();
        if (task.isEmpty()) {
            throw at < source.length() ? unexpected() : new ExprException("a task name is missing at the end", at, 0);
        }
        DependsExpression.TaskResult result = null;
        if (at < source.length() && source.charAt(at) == '.') {
            at++;
            result = result(task, start);
        }
        DependsExpression.Term term = new DependsExpression.Term(task, result, new Span(start, at));
        terms.add(term);
        if (terms.size() > TERMS) {
            throw new ExprException("depends has too many terms: limit " + TERMS, term.span());
        }
        skipSpace();
        return term;
    }

    private DependsExpression.TaskResult result(String task, int start) throws ExprException {
        String text = word();
        DependsExpression.TaskResult result = DependsExpression.TaskResult.of(text);
        if (result == null) {
            List<String> known = Stream.of(DependsExpression.TaskResult.values())
                    .map(DependsExpression.TaskResult::text)
                    .toList();
            String suggestion = UnknownName.suggestion(text, known);
            throw new ExprException(
                    "task result '" + text + "' for task '" + task + "' is invalid"
                            + (suggestion.isEmpty() ? "; results are " + String.join(", ", known) : suggestion),
                    start,
                    at - start);
        }
        return result;
    }

    private String word() {
        int start = at;
        while (at < source.length() && isNamePart(source.charAt(at), at == start)) {
            at++;
        }
        return source.substring(start, at);
    }

    private static boolean isNamePart(char c, boolean first) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
        return letterOrDigit || c == '-' && !first;
    }

    private boolean take(char c) {
        if (at >= source.length() || source.charAt(at) != c) {
            return false;
        }
        at++;
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private ExprException unexpected() {
        String found = Character.toString(source.codePointAt(at));
        String hint = found.equals("&") || found.equals("|") ? "; write " + found + found : "";
        return new ExprException("unexpected '" + found + "' in depends" + hint, at, found.length());
    }
}
