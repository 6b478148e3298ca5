package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pratt parser for expr-lang 1.17; binding strengths are those of {@link BinaryOperator}. */
final class Parser {

    /** Functions whose second argument is a predicate, not a value. */
    static final Set<String> PREDICATE_FUNCTIONS = Set.of(
            "all", "none", "any", "one", "filter", "map", "count", "sum", "find", "findIndex", "findLast",
            "findLastIndex", "groupBy", "sortBy", "reduce");

    private static final int NOT_STRENGTH = 50;
    private static final int SIGN_STRENGTH = 90;

    private final List<Token> tokens;
    private int position;
    private int nesting;
    private int predicates;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Expr parse(String source) throws ExprException {
        Parser parser = new Parser(Lexer.tokens(source));
        Expr expr = parser.sequence();
        parser.expectEnd();
        TreeSize.check(expr);
        return expr;
    }

    /** Parses the body of a predicate, where {@code #} is the element. */
    static Expr parsePredicate(String source) throws ExprException {
        Parser parser = new Parser(Lexer.tokens(source));
        parser.predicates = 1;
        Expr expr = parser.sequence();
        parser.expectEnd();
        TreeSize.check(expr);
        return expr;
    }

    private void expectEnd() throws ExprException {
        if (current().kind() != Token.Kind.END) {
            throw unexpected();
        }
    }

    /** {@code a; b} is the value of b. Only meaningful after let, but expr-lang 1.17 takes it anywhere at the top. */
    private Expr sequence() throws ExprException {
        Expr expr = expression(0);
        while (current().isOperator(";")) {
            next();
            if (current().kind() == Token.Kind.END) {
                break;
            }
            Expr body = expression(0);
            expr = new Expr.Let("", expr, body, expr.span().to(body.span()));
        }
        return expr;
    }

    private Expr expression(int strength) throws ExprException {
        enter();
        if (strength == 0 && current().isOperator("let")) {
            return leave(let());
        }
        if (strength == 0 && current().isOperator("if")) {
            return leave(ifElse());
        }
        Expr left = primary();
        boolean afterCoalesce = false;
        while (current().kind() == Token.Kind.OPERATOR) {
            if (current().isOperator("|")) {
                if (strength > 0) {
                    break;
                }
                left = pipe(left);
                afterCoalesce = false;
                continue;
            }
            boolean negated = current().isOperator("not");
            Token token = negated ? peek() : current();
            BinaryOperator operator = BinaryOperator.of(token.text());
            if (negated && (operator == null || !operator.negatable())) {
                throw unexpected(token);
            }
            if (operator == null || token.kind() != Token.Kind.OPERATOR || operator.precedence() < strength) {
                break;
            }
            if (afterCoalesce && operator != BinaryOperator.COALESCE) {
                throw new ExprException(
                        "Operator (" + token.text() + ") and coalesce expressions (??) cannot be mixed. "
                                + "Wrap either by parentheses.",
                        token.span());
            }
            position += negated ? 2 : 1;
            left = binary(left, operator);
            if (negated) {
                left = new Expr.Unary("not", left, left.span());
            }
            afterCoalesce = operator == BinaryOperator.COALESCE;
        }
        return leave(strength == 0 ? conditional(left) : left);
    }

    private Expr binary(Expr left, BinaryOperator operator) throws ExprException {
        if (operator.chains()) {
            return comparison(left, operator);
        }
        Expr right = expression(operator.rightAssociative() ? operator.precedence() : operator.precedence() + 1);
        return new Expr.Binary(operator, left, right, left.span().to(right.span()));
    }

    /** {@code a < b <= c} compares each neighbouring pair. */
    private Expr comparison(Expr left, BinaryOperator first) throws ExprException {
        Expr result = null;
        Expr lower = left;
        BinaryOperator operator = first;
        while (true) {
            Expr upper = expression(operator.precedence() + 1);
            Expr pair = new Expr.Binary(operator, lower, upper, lower.span().to(upper.span()));
            result = result == null
                    ? pair
                    : new Expr.Binary(BinaryOperator.AND, result, pair, result.span().to(pair.span()));
            BinaryOperator following =
                    current().kind() == Token.Kind.OPERATOR ? BinaryOperator.of(current().text()) : null;
            if (following == null || !following.chains()) {
                return result;
            }
            next();
            lower = upper;
            operator = following;
        }
    }

    private Expr pipe(Expr left) throws ExprException {
        next();
        Token name = name();
        List<Expr> arguments = new ArrayList<>();
        arguments.add(left);
        Expr result;
        if (name.text().equals("sprig") && current().isOperator(".")) {
            next();
            Token function = name();
            result = call("sprig." + function.text(), name, arguments);
        } else {
            result = call(name.text(), name, arguments);
        }
        return postfix(result);
    }

    private Expr let() throws ExprException {
        Token start = next();
        Token name = name();
        expectOperator("=");
        Expr value = expression(0);
        expectOperator(";");
        Expr body = sequence();
        return new Expr.Let(name.text(), value, body, start.span().to(body.span()));
    }

    private Expr ifElse() throws ExprException {
        Token start = next();
        Expr condition = expression(0);
        Expr then = block();
        if (!current().isOperator("else")) {
            throw unexpected();
        }
        next();
        Expr otherwise = current().isOperator("if") ? expression(0) : block();
        return new Expr.Conditional(condition, then, otherwise, start.span().to(otherwise.span()));
    }

    private Expr block() throws ExprException {
        expectBracket("{");
        Expr body = sequence();
        expectBracket("}");
        return body;
    }

    private Expr conditional(Expr first) throws ExprException {
        Expr expr = first;
        while (current().isOperator("?")) {
            next();
            Expr then = expr;
            if (!current().isOperator(":")) {
                then = expression(0);
            }
            expectOperator(":");
            Expr otherwise = expression(0);
            expr = new Expr.Conditional(expr, then, otherwise, expr.span().to(otherwise.span()));
        }
        return expr;
    }

    private Expr primary() throws ExprException {
        Token token = current();
        switch (token.kind()) {
            case OPERATOR -> {
                return switch (token.text()) {
                    case "not", "!" -> unary("not", NOT_STRENGTH);
                    case "-", "+" -> unary(token.text(), SIGN_STRENGTH);
                    case "#", "." -> pointer();
                    case "::" -> {
                        next();
                        Token name = name();
                        yield postfix(call(name.text(), name, new ArrayList<>()));
                    }
                    default -> throw unexpected();
                };
            }
            case BRACKET -> {
                return postfix(
                        switch (token.text()) {
                            case "(" -> parenthesized();
                            case "[" -> list();
                            case "{" -> map();
                            default -> throw unexpected();
                        });
            }
            case NUMBER -> {
                next();
                return NumberLiteral.parse(token);
            }
            case STRING -> {
                next();
                return postfix(new Expr.Literal(token.text(), token.span()));
            }
            case NAME -> {
                next();
                return word(token);
            }
            case END -> throw unexpected();
        }
        throw unexpected();
    }

    private Expr word(Token token) throws ExprException {
        return switch (token.text()) {
            case "true" -> new Expr.Literal(Boolean.TRUE, token.span());
            case "false" -> new Expr.Literal(Boolean.FALSE, token.span());
            case "nil" -> new Expr.Literal(null, token.span());
            default ->
                postfix(
                        current().isBracket("(")
                                ? call(token.text(), token, new ArrayList<>())
                                : new Expr.Name(token.text(), token.span()));
        };
    }

    private Expr unary(String operator, int strength) throws ExprException {
        Token token = next();
        Expr operand = expression(strength);
        return new Expr.Unary(operator, operand, token.span().to(operand.span()));
    }

    private Expr parenthesized() throws ExprException {
        next();
        Expr expr = sequence();
        expectBracket(")");
        return expr;
    }

    private Expr pointer() throws ExprException {
        Token token = current();
        if (predicates == 0) {
            throw new ExprException("cannot use pointer accessor outside predicate", token.span());
        }
        String name = "";
        if (token.isOperator("#")) {
            next();
            Token following = current();
            if (following.kind() == Token.Kind.NAME && following.span().start() == token.span().end()) {
                name = next().text();
                if (!name.equals("acc") && !name.equals("index")) {
                    throw new ExprException(
                            "unknown pointer #" + name + ": there are #, #acc and #index",
                            token.span().to(following.span()));
                }
            }
        }
        return postfix(new Expr.Pointer(name, token.span()));
    }

    private Expr list() throws ExprException {
        Token start = next();
        List<Expr> elements = new ArrayList<>();
        while (!current().isBracket("]")) {
            if (!elements.isEmpty()) {
                expectOperator(",");
                if (current().isBracket("]")) {
                    break;
                }
            }
            elements.add(expression(0));
        }
        Token end = next();
        return new Expr.ListLiteral(List.copyOf(elements), start.span().to(end.span()));
    }

    private Expr map() throws ExprException {
        Token start = next();
        List<Expr.MapLiteral.Entry> entries = new ArrayList<>();
        while (!current().isBracket("}")) {
            if (!entries.isEmpty()) {
                expectOperator(",");
                if (current().isBracket("}")) {
                    break;
                }
            }
            Expr key = mapKey();
            expectOperator(":");
            entries.add(new Expr.MapLiteral.Entry(key, expression(0)));
        }
        Token end = next();
        return new Expr.MapLiteral(List.copyOf(entries), start.span().to(end.span()));
    }

    private Expr mapKey() throws ExprException {
        Token token = current();
        if (token.isBracket("(")) {
            return expression(0);
        }
        return switch (token.kind()) {
            case NUMBER, STRING, NAME -> new Expr.Literal(next().text(), token.span());
            case OPERATOR, BRACKET, END ->
                throw new ExprException(
                        "a map key must be a quoted string, a number, a identifier, or an expression enclosed in "
                                + "parentheses (unexpected " + token.describe() + ")",
                        token.span());
        };
    }

    private Expr call(String function, Token name, List<Expr> arguments) throws ExprException {
        boolean takesPredicate = PREDICATE_FUNCTIONS.contains(function);
        expectBracket("(");
        int given = arguments.size();
        while (!current().isBracket(")")) {
            if (arguments.size() > given) {
                expectOperator(",");
                if (current().isBracket(")")) {
                    break;
                }
            }
            arguments.add(takesPredicate && arguments.size() == 1 ? predicate() : expression(0));
        }
        Token end = next();
        return new Expr.Call(function, List.copyOf(arguments), name.span().to(end.span()));
    }

    private Expr predicate() throws ExprException {
        Token start = current();
        boolean braced = start.isBracket("{");
        if (braced) {
            next();
        }
        predicates++;
        Expr body = braced ? sequence() : expression(0);
        predicates--;
        if (braced) {
            expectBracket("}");
        }
        return new Expr.Predicate(body, start.span().to(body.span()));
    }

    private Expr postfix(Expr first) throws ExprException {
        Expr node = first;
        while (true) {
            Token token = current();
            if (token.isOperator(".") || token.isOperator("?.")) {
                boolean optional = token.isOperator("?.");
                next();
                node = optional && current().isBracket("[") ? bracket(node, true) : dotted(node, optional);
            } else if (token.isBracket("[")) {
                node = bracket(node, false);
            } else {
                return node;
            }
        }
    }

    private Expr dotted(Expr target, boolean optional) throws ExprException {
        Token name = current();
        if (name.kind() != Token.Kind.NAME
                && !(name.kind() == Token.Kind.OPERATOR && Character.isLetter(name.text().codePointAt(0)))) {
            throw new ExprException("expected name, found " + name.describe(), name.span());
        }
        next();
        Expr inner = unchained(target);
        if (current().isBracket("(")) {
            Expr.Call parsed = (Expr.Call) call(name.text(), name, new ArrayList<>());
            Span span = inner.span().to(parsed.span());
            if (inner instanceof Expr.Name(String namespace, Span _) && namespace.equals("sprig")) {
                return new Expr.Call("sprig." + name.text(), parsed.arguments(), span);
            }
            return chained(
                    target, optional, new Expr.MethodCall(inner, name.text(), parsed.arguments(), optional, span));
        }
        Expr property = new Expr.Literal(name.text(), name.span());
        return chained(target, optional, member(inner, property, optional, name.span()));
    }

    private Expr bracket(Expr target, boolean optional) throws ExprException {
        Expr inner = unchained(target);
        next();
        Expr from = current().isOperator(":") ? null : expression(0);
        if (!current().isOperator(":")) {
            Span end = current().span();
            expectBracket("]");
            return chained(target, optional, member(inner, Objects.requireNonNull(from), optional, end));
        }
        next();
        Expr to = current().isBracket("]") ? null : expression(0);
        Span span = inner.span().to(current().span());
        expectBracket("]");
        return chained(target, false, new Expr.Slice(inner, from, to, span));
    }

    private static Expr member(Expr target, Expr property, boolean optional, Span end) {
        String path = null;
        if (property instanceof Expr.Literal(Object key, Span _) && key instanceof String name) {
            String parent = Expressions.path(target);
            path = parent == null ? null : parent + "." + name;
        }
        return new Expr.Member(target, property, optional, path, target.span().to(end));
    }

    private static Expr unchained(Expr target) {
        return target instanceof Expr.Chain(Expr inner, Span _) ? inner : target;
    }

    private static Expr chained(Expr before, boolean optional, Expr node) {
        return optional || before instanceof Expr.Chain ? new Expr.Chain(node, node.span()) : node;
    }

    private Token current() {
        return tokens.get(position);
    }

    private Token peek() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    private Token next() throws ExprException {
        Token token = current();
        if (token.kind() == Token.Kind.END) {
            throw unexpected();
        }
        position++;
        return token;
    }

    private Token name() throws ExprException {
        if (current().kind() != Token.Kind.NAME) {
            throw unexpected();
        }
        return next();
    }

    private void expectOperator(String text) throws ExprException {
        if (!current().isOperator(text)) {
            throw unexpected();
        }
        next();
    }

    private void expectBracket(String text) throws ExprException {
        if (!current().isBracket(text)) {
            throw unexpected();
        }
        next();
    }

    private ExprException unexpected() {
        return unexpected(current());
    }

    private static @Nullable String hint(Token token) {
        return token.isOperator("=") ? "compare with ==" : null;
    }

    private static ExprException unexpected(Token token) {
        String hint = hint(token);
        return new ExprException(
                "unexpected " + token.describe() + (hint == null ? "" : " (" + hint + ")"), token.span());
    }

    private void enter() throws ExprException {
        if (++nesting > Limits.NESTING) {
            throw new ExprException(
                    "expression is nested too deeply: limit " + Limits.NESTING, current().span());
        }
    }

    private Expr leave(Expr expr) {
        nesting--;
        return expr;
    }
}
