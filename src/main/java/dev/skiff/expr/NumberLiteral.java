package dev.skiff.expr;

import java.util.Locale;

/** Numbers as expr-lang writes them: {@code 42}, {@code 1_000}, {@code 0x2A}, {@code 0o52}, {@code 0b101}, {@code .5e3}. */
final class NumberLiteral {

    private NumberLiteral() {}

    static Expr parse(Token token) throws ExprException {
        String digits = token.text().replace("_", "");
        String lower = digits.toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("0x")) {
                return integer(lower, 16, token);
            }
            if (lower.startsWith("0o")) {
                return integer(lower, 8, token);
            }
            if (lower.startsWith("0b")) {
                return integer(lower, 2, token);
            }
            if (lower.contains(".") || lower.contains("e")) {
                double value = Double.parseDouble(lower);
                if (Double.isInfinite(value)) {
                    throw new ExprException("float literal is too large: " + token.text(), token.span());
                }
                return new Expr.Literal(value, token.span());
            }
            return new Expr.Literal(Long.parseLong(digits), token.span());
        } catch (NumberFormatException _) {
            throw new ExprException("invalid number literal: " + token.text(), token.span());
        }
    }

    private static Expr integer(String prefixed, int radix, Token token) {
        return new Expr.Literal(Long.parseLong(prefixed.substring(2), radix), token.span());
    }
}
