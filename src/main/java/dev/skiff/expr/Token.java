package dev.skiff.expr;

/**
 * One lexical unit of an expression.
 *
 * @param text the operator, name or digits; of a string its unescaped content
 */
record Token(Kind kind, String text, Span span) {

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        BRACKET,
        END
    }

    boolean is(Kind kind, String text) {
        return this.kind == kind && this.text.equals(text);
    }

    boolean isOperator(String text) {
        return is(Kind.OPERATOR, text);
    }

    boolean isBracket(String text) {
        return is(Kind.BRACKET, text);
    }

    /** For error messages. */
    String describe() {
        return switch (kind) {
            case END -> "end of expression";
            case STRING -> "string \"" + text + "\"";
            case NAME -> "name \"" + text + "\"";
            case NUMBER -> "number " + text;
            case OPERATOR, BRACKET -> "\"" + text + "\"";
        };
    }
}
