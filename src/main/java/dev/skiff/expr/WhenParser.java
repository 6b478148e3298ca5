package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses the tokens of a {@code when} condition with govaluate's binding strengths, all infix operators from the left. */
final class WhenParser {

    /** Infix symbols from the weakest; each row binds more strongly than the one before it. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("==", "!=", ">", ">=", "<", "<=", "=~", "!~", "in"),
            Set.of("&", "|", "^"),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"),
            Set.of("**"));

    /** Operators in one condition; keeps the tree low enough to walk. */
    private static final int OPERATORS = 500;

    private static final int NESTING = 100;

    private final List<WhenToken> tokens;
    private final boolean wordsAreText;
    private int at;
    private int nesting;
    private int operators;

    private WhenParser(List<WhenToken> tokens, boolean wordsAreText) {
        this.tokens = tokens;
        this.wordsAreText = wordsAreText;
    }

    /** @param wordsAreText bare words are texts (WHEN-02); otherwise they are parameters that do not exist (WHEN-12) */
    static WhenNode parse(String source, boolean wordsAreText) throws ExprException {
        List<WhenToken> tokens = WhenLexer.tokens(source);
        check(tokens, source);
        if (wordsAreText) {
            // Argo has the tokens checked once more after it has made texts of the words: !foo was fine before
            check(asTexts(tokens), source);
        }
        WhenParser parser = new WhenParser(tokens, wordsAreText);
        WhenNode node = parser.separated();
        if (parser.at < tokens.size()) {
            throw transition(tokens.get(Math.max(0, parser.at - 1)), tokens.get(parser.at));
        }
        return node;
    }

    /** Words as texts, and texts after {@code =~} as patterns. */
    private static List<WhenToken> asTexts(List<WhenToken> tokens) {
        List<WhenToken> texts = new ArrayList<>(tokens.size());
        for (WhenToken token : tokens) {
            WhenToken before = texts.isEmpty() ? token : texts.getLast();
            boolean pattern = before.is(WhenToken.Kind.COMPARATOR, "=~") || before.is(WhenToken.Kind.COMPARATOR, "!~");
            texts.add(
                    switch (token.kind()) {
                        case VARIABLE -> new WhenToken(WhenToken.Kind.STRING, token.value(), token.span());
                        case STRING ->
                            pattern ? new WhenToken(WhenToken.Kind.PATTERN, token.value(), token.span()) : token;
                        case UNKNOWN, PREFIX, NUMERIC, BOOLEAN, PATTERN, TIME, ACCESSOR, COMPARATOR -> token;
                        case LOGICALOP, MODIFIER, CLAUSE, CLAUSE_CLOSE, TERNARY, SEPARATOR -> token;
                    });
        }
        return texts;
    }

    private static void check(List<WhenToken> tokens, String source) throws ExprException {
        long open =
                tokens.stream().filter(t -> t.kind() == WhenToken.Kind.CLAUSE).count();
        long closed = tokens.stream()
                .filter(t -> t.kind() == WhenToken.Kind.CLAUSE_CLOSE)
                .count();
        if (open != closed) {
            throw new ExprException("Unbalanced parenthesis", 0, source.length());
        }
        WhenToken last = new WhenToken(WhenToken.Kind.UNKNOWN, "<nil>", new Span(0, 0));
        for (WhenToken token : tokens) {
            if (!last.kind().mayBeFollowedBy(token.kind())) {
                throw transition(last, token);
            }
            last = token;
        }
        if (!last.kind().closes()) {
            throw new ExprException("Unexpected end of expression", source.length(), 0);
        }
    }

    private static ExprException transition(WhenToken from, WhenToken to) {
        if (from.kind() == WhenToken.Kind.VARIABLE && to.kind() == WhenToken.Kind.CLAUSE) {
            return new ExprException("Undefined function " + from.value(), from.span());
        }
        return new ExprException(
                "Cannot transition token types from " + from.describe() + " to " + to.describe(), to.span());
    }

    private WhenNode separated() throws ExprException {
        if (++nesting > NESTING) {
            throw new ExprException("condition is nested too deeply: limit " + NESTING, 0, 0);
        }
        WhenNode first = ternary();
        nesting--;
        if (!isNext(WhenToken.Kind.SEPARATOR)) {
            return first;
        }
        List<WhenNode> items = new ArrayList<>();
        items.add(first);
        while (isNext(WhenToken.Kind.SEPARATOR)) {
            at++;
            items.add(ternary());
        }
        return new WhenNode.Items(
                List.copyOf(items), first.span().to(items.getLast().span()));
    }

    /** {@code ?}, {@code :} and {@code ??} are infix operators of one strength, from the left as all others. */
    private WhenNode ternary() throws ExprException {
        WhenNode node = infix(0);
        while (isNext(WhenToken.Kind.TERNARY)) {
            countOperator();
            boolean question = tokens.get(at++).value().equals("?");
            WhenNode right = infix(0);
            Span span = node.span().to(right.span());
            node = question ? new WhenNode.Ternary(node, right, span) : new WhenNode.Infix("??", node, right, span);
        }
        return node;
    }

    private WhenNode infix(int level) throws ExprException {
        if (level == LEVELS.size()) {
            return prefix();
        }
        WhenNode left = infix(level + 1);
        while (at < tokens.size()
                && isInfix(tokens.get(at))
                && LEVELS.get(level).contains(tokens.get(at).value())) {
            countOperator();
            String symbol = (String) tokens.get(at++).value();
            WhenNode right = infix(level + 1);
            left = new WhenNode.Infix(symbol, left, right, left.span().to(right.span()));
        }
        return left;
    }

    private static boolean isInfix(WhenToken token) {
        return switch (token.kind()) {
            case COMPARATOR, LOGICALOP, MODIFIER -> true;
            case UNKNOWN, PREFIX, NUMERIC, BOOLEAN, STRING, PATTERN, TIME, VARIABLE, ACCESSOR -> false;
            case CLAUSE, CLAUSE_CLOSE, TERNARY, SEPARATOR -> false;
        };
    }

    private WhenNode prefix() throws ExprException {
        WhenToken token = tokens.get(at);
        if (token.kind() != WhenToken.Kind.PREFIX) {
            return value();
        }
        at++;
        WhenNode operand = value();
        return new WhenNode.Prefix((String) token.value(), operand, token.span().to(operand.span()));
    }

    private WhenNode value() throws ExprException {
        WhenToken token = tokens.get(at++);
        return switch (token.kind()) {
            case NUMERIC, BOOLEAN, STRING, TIME -> new WhenNode.Value(token.value(), token.span());
            case VARIABLE ->
                wordsAreText
                        ? new WhenNode.Value(token.value(), token.span())
                        : new WhenNode.Parameter((String) token.value(), token.span());
            case ACCESSOR -> {
                String word = (String) token.value();
                yield new WhenNode.Parameter(word.substring(0, word.indexOf('.')), token.span());
            }
            case CLAUSE -> clause(token);
            case UNKNOWN, PREFIX, PATTERN, COMPARATOR, LOGICALOP, MODIFIER, CLAUSE_CLOSE, TERNARY, SEPARATOR ->
                throw transition(tokens.get(Math.max(0, at - 2)), token);
        };
    }

    private WhenNode clause(WhenToken open) throws ExprException {
        if (isNext(WhenToken.Kind.CLAUSE_CLOSE)) {
            return new WhenNode.Value(null, open.span().to(tokens.get(at++).span()));
        }
        WhenNode inside = separated();
        if (!isNext(WhenToken.Kind.CLAUSE_CLOSE)) {
            throw new ExprException("Unbalanced parenthesis", open.span());
        }
        at++;
        return inside;
    }

    private boolean isNext(WhenToken.Kind kind) {
        return at < tokens.size() && tokens.get(at).kind() == kind;
    }

    private void countOperator() throws ExprException {
        if (++operators > OPERATORS) {
            throw new ExprException(
                    "condition has too many operators: limit " + OPERATORS,
                    tokens.get(at).span());
        }
    }
}
