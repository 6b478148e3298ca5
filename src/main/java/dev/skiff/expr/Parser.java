package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Pratt parser for expr-lang 1.17; binding strengths are those of {@link BinaryOperator}. */
final class Parser {

    /** Functions whose second argument is a predicate, not a value. */
    static final Set<String> PREDICATE_FUNCTIONS = Set.of(
            "all",
            "none",
            "any",
            "one",
            "filter",
            "map",
            "count",
            "sum",
            "find",
            "findIndex",
            "findLast",
            "findLastIndex",
            "groupBy",
            "sortBy",
            "reduce");

    private static final int NOT_STRENGTH = 50;
    private static final int SIGN_STRENGTH = 90;

    private final TokenCursor in;
    private int nesting;
    private int predicates;

    private Parser(List<Token> tokens) {
        this.in = new TokenCursor(tokens);
    }

    static Expr parse(String source) throws ExprException {
        Parser parser = new Parser(Lexer.tokens(source));
        Expr expr = parser.sequence();
        parser.in.expectEnd();
        TreeSize.check(expr);
        return expr;
    }

    /** Parses the body of a predicate, where {@code #} is the element. */
    static Expr parsePredicate(String source) throws ExprException {
        Parser parser = new Parser(Lexer.tokens(source));
        parser.predicates = 1;
        Expr expr = parser.sequence();
        parser.in.expectEnd();
        TreeSize.check(expr);
        return expr;
    }

    /** {@code a; b} is the value of b. Only meaningful after let, but expr-lang 1.17 takes it anywhere at the top. */
    private Expr sequence() throws ExprException {
        Expr expr = expression(0);
        while (in.current().isOperator(";")) {
            in.next();
            if (in.current().kind() == Token.Kind.END) {
                break;
            }
            Expr body = expression(0);
            expr = new Expr.Let("", expr, body, expr.span().to(body.span()));
        }
        return expr;
    }

    private Expr expression(int strength) throws ExprException {
        enter();
        if (strength == 0 && in.current().isOperator("let")) {
            return leave(let());
        }
        if (strength == 0 && in.current().isOperator("if")) {
            return leave(ifElse());
        }
        Expr left = primary();
        boolean afterCoalesce = false;
        while (in.current().kind() == Token.Kind.OPERATOR) {
            if (in.current().isOperator("|")) {
                if (strength > 0) {
                    break;
                }
                left = pipe(left);
                afterCoalesce = false;
                continue;
            }
            boolean negated = in.current().isOperator("not");
            Token token = negated ? in.peek() : in.current();
            BinaryOperator operator = BinaryOperator.of(token.text());
            if (negated && (operator == null || !operator.negatable())) {
                throw TokenCursor.unexpected(token);
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
            if (negated) {
                in.next();
            }
            in.next();
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
                    : new Expr.Binary(
                            BinaryOperator.AND, result, pair, result.span().to(pair.span()));
            BinaryOperator following = in.current().kind() == Token.Kind.OPERATOR
                    ? BinaryOperator.of(in.current().text())
                    : null;
            if (following == null || !following.chains()) {
                return result;
            }
            in.next();
            lower = upper;
            operator = following;
        }
    }

    private Expr pipe(Expr left) throws ExprException {
        in.next();
        Token name = in.name();
        List<Expr> arguments = new ArrayList<>();
        arguments.add(left);
        Expr result;
        if (name.text().equals("sprig") && in.current().isOperator(".")) {
            in.next();
            Token function = in.name();
            result = call("sprig." + function.text(), name, arguments);
        } else {
            result = call(name.text(), name, arguments);
        }
        return postfix(result);
    }

    private Expr let() throws ExprException {
        Token start = in.next();
        Token name = in.name();
        in.expectOperator("=");
        Expr value = expression(0);
        in.expectOperator(";");
        Expr body = sequence();
        return new Expr.Let(name.text(), value, body, start.span().to(body.span()));
    }

    private Expr ifElse() throws ExprException {
        Token start = in.next();
        Expr condition = expression(0);
        Expr then = block();
        if (!in.current().isOperator("else")) {
            throw in.unexpected();
        }
        in.next();
        Expr otherwise = in.current().isOperator("if") ? expression(0) : block();
        return new Expr.Conditional(condition, then, otherwise, start.span().to(otherwise.span()));
    }

    private Expr block() throws ExprException {
        in.expectBracket("{");
        Expr body = sequence();
        in.expectBracket("}");
        return body;
    }

    private Expr conditional(Expr first) throws ExprException {
        Expr expr = first;
        while (in.current().isOperator("?")) {
            in.next();
            Expr then = expr;
            if (!in.current().isOperator(":")) {
                then = expression(0);
            }
            in.expectOperator(":");
            Expr otherwise = expression(0);
            expr = new Expr.Conditional(expr, then, otherwise, expr.span().to(otherwise.span()));
        }
        return expr;
    }

    private Expr primary() throws ExprException {
        Token token = in.current();
        switch (token.kind()) {
            case OPERATOR -> {
                return switch (token.text()) {
                    case "not", "!" -> unary("not", NOT_STRENGTH);
                    case "-", "+" -> unary(token.text(), SIGN_STRENGTH);
                    case "#", "." -> pointer();
                    case "::" -> {
                        in.next();
                        Token name = in.name();
                        yield postfix(call(name.text(), name, new ArrayList<>()));
                    }
                    default -> throw in.unexpected();
                };
            }
            case BRACKET -> {
                return postfix(
                        switch (token.text()) {
                            case "(" -> parenthesized();
                            case "[" -> list();
                            case "{" -> map();
                            default -> throw in.unexpected();
                        });
            }
            case NUMBER -> {
                in.next();
                return NumberLiteral.parse(token);
            }
            case STRING -> {
                in.next();
                return postfix(new Expr.Literal(token.text(), token.span()));
            }
            case NAME -> {
                in.next();
                return word(token);
            }
            case END -> throw in.unexpected();
        }
        throw in.unexpected();
    }

    private Expr word(Token token) throws ExprException {
        return switch (token.text()) {
            case "true" -> new Expr.Literal(Boolean.TRUE, token.span());
            case "false" -> new Expr.Literal(Boolean.FALSE, token.span());
            case "nil" -> new Expr.Literal(null, token.span());
            default ->
                postfix(
                        in.current().isBracket("(")
                                ? call(token.text(), token, new ArrayList<>())
                                : new Expr.Name(token.text(), token.span()));
        };
    }

    private Expr unary(String operator, int strength) throws ExprException {
        Token token = in.next();
        Expr operand = expression(strength);
        return new Expr.Unary(operator, operand, token.span().to(operand.span()));
    }

    private Expr parenthesized() throws ExprException {
        in.next();
        Expr expr = sequence();
        in.expectBracket(")");
        return expr;
    }

    private Expr pointer() throws ExprException {
        Token token = in.current();
        if (predicates == 0) {
            throw new ExprException("cannot use pointer accessor outside predicate", token.span());
        }
        String name = "";
        if (token.isOperator("#")) {
            in.next();
            Token following = in.current();
            if (following.kind() == Token.Kind.NAME
                    && following.span().start() == token.span().end()) {
                name = in.next().text();
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
        Token start = in.next();
        List<Expr> elements = new ArrayList<>();
        while (!in.current().isBracket("]")) {
            if (!elements.isEmpty()) {
                in.expectOperator(",");
                if (in.current().isBracket("]")) {
                    break;
                }
            }
            elements.add(expression(0));
        }
        Token end = in.next();
        return new Expr.ListLiteral(List.copyOf(elements), start.span().to(end.span()));
    }

    private Expr map() throws ExprException {
        Token start = in.next();
        List<Expr.MapLiteral.Entry> entries = new ArrayList<>();
        while (!in.current().isBracket("}")) {
            if (!entries.isEmpty()) {
                in.expectOperator(",");
                if (in.current().isBracket("}")) {
                    break;
                }
            }
            Expr key = mapKey();
            in.expectOperator(":");
            entries.add(new Expr.MapLiteral.Entry(key, expression(0)));
        }
        Token end = in.next();
        return new Expr.MapLiteral(List.copyOf(entries), start.span().to(end.span()));
    }

    private Expr mapKey() throws ExprException {
        Token token = in.current();
        if (token.isBracket("(")) {
            return expression(0);
        }
        return switch (token.kind()) {
            case NUMBER, STRING, NAME -> new Expr.Literal(in.next().text(), token.span());
            case OPERATOR, BRACKET, END ->
                throw new ExprException(
                        "a map key must be a quoted string, a number, a identifier, or an expression enclosed in "
                                + "parentheses (unexpected " + token.describe() + ")",
                        token.span());
        };
    }

    private Expr call(String function, Token name, List<Expr> arguments) throws ExprException {
        return call(function, name, arguments, PREDICATE_FUNCTIONS.contains(function));
    }

    private Expr call(String function, Token name, List<Expr> arguments, boolean takesPredicate) throws ExprException {
        in.expectBracket("(");
        int given = arguments.size();
        while (!in.current().isBracket(")")) {
            if (arguments.size() > given) {
                in.expectOperator(",");
                if (in.current().isBracket(")")) {
                    break;
                }
            }
            arguments.add(takesPredicate && arguments.size() == 1 ? predicate() : expression(0));
        }
        Token end = in.next();
        return new Expr.Call(function, List.copyOf(arguments), name.span().to(end.span()));
    }

    private Expr predicate() throws ExprException {
        Token start = in.current();
        boolean braced = start.isBracket("{");
        if (braced) {
            in.next();
        }
        predicates++;
        Expr body = braced ? sequence() : expression(0);
        predicates--;
        if (braced) {
            in.expectBracket("}");
        }
        return new Expr.Predicate(body, start.span().to(body.span()));
    }

    private Expr postfix(Expr first) throws ExprException {
        Expr node = first;
        for (int links = 0; ; links++) {
            Token token = in.current();
            if (links > Limits.HEIGHT) {
                throw new ExprException("expression is nested too deeply: limit " + Limits.HEIGHT, token.span());
            }
            if (token.isOperator(".") || token.isOperator("?.")) {
                boolean optional = token.isOperator("?.");
                in.next();
                node = optional && in.current().isBracket("[") ? bracket(node, true) : dotted(node, optional);
            } else if (token.isBracket("[")) {
                node = bracket(node, false);
            } else {
                return node;
            }
        }
    }

    private Expr dotted(Expr target, boolean optional) throws ExprException {
        Token name = in.current();
        if (name.kind() != Token.Kind.NAME
                && !(name.kind() == Token.Kind.OPERATOR
                        && Character.isLetter(name.text().codePointAt(0)))) {
            throw new ExprException("expected name, found " + name.describe(), name.span());
        }
        in.next();
        Expr inner = unchained(target);
        if (in.current().isBracket("(")) {
            Expr.Call parsed = (Expr.Call) call(name.text(), name, new ArrayList<>(), false);
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
        in.next();
        Expr from = in.current().isOperator(":") ? null : expression(0);
        if (!in.current().isOperator(":")) {
            Span end = in.current().span();
            in.expectBracket("]");
            return chained(target, optional, member(inner, Objects.requireNonNull(from), optional, end));
        }
        in.next();
        Expr to = in.current().isBracket("]") ? null : expression(0);
        Span span = inner.span().to(in.current().span());
        in.expectBracket("]");
        return chained(target, false, new Expr.Slice(inner, from, to, span));
    }

    private static Expr member(Expr target, Expr property, boolean optional, Span end) {
        String path = null;
        if (property instanceof Expr.Literal(Object key, Span _) && key instanceof String name) {
            String parent = Expressions.path(target);
            boolean fits = parent != null && parent.length() + name.length() < Limits.NAME_CHARS;
            path = fits ? parent + "." + name : null;
        }
        return new Expr.Member(target, property, optional, path, target.span().to(end));
    }

    private static Expr unchained(Expr target) {
        return target instanceof Expr.Chain(Expr inner, Span _) ? inner : target;
    }

    private static Expr chained(Expr before, boolean optional, Expr node) {
        return optional || before instanceof Expr.Chain ? new Expr.Chain(node, node.span()) : node;
    }

    private void enter() throws ExprException {
        if (++nesting > Limits.NESTING) {
            throw new ExprException(
                    "expression is nested too deeply: limit " + Limits.NESTING,
                    in.current().span());
        }
    }

    private Expr leave(Expr expr) {
        nesting--;
        return expr;
    }
}
