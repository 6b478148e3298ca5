package dev.skiff.expr;

import java.util.List;

/** A place in a list of tokens that ends with an END token. */
final class TokenCursor {

    private final List<Token> tokens;
    private int position;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    /** The token after the current one. */
    Token peek() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    /** Takes the current token. */
    Token next() throws ExprException {
        Token token = current();
        if (token.kind() == Token.Kind.END) {
            throw unexpected();
        }
        position++;
        return token;
    }

    Token name() throws ExprException {
        if (current().kind() != Token.Kind.NAME) {
            throw unexpected();
        }
        return next();
    }

    void expectOperator(String text) throws ExprException {
        if (!current().isOperator(text)) {
            throw unexpected();
        }
        next();
    }

    void expectBracket(String text) throws ExprException {
        if (!current().isBracket(text)) {
            throw unexpected();
        }
        next();
    }

    void expectEnd() throws ExprException {
        if (current().kind() != Token.Kind.END) {
            throw unexpected();
        }
    }

    ExprException unexpected() {
        return unexpected(current());
    }

    static ExprException unexpected(Token token) {
        String hint = token.isOperator("=") ? " (compare with ==)" : "";
        return new ExprException("unexpected " + token.describe() + hint, token.span());
    }
}
