package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits an expr-lang expression into tokens; comments and white space vanish. */
final class Lexer {

    private static final Set<String> WORD_OPERATORS =
            Set.of("not", "in", "or", "and", "matches", "contains", "startsWith", "endsWith", "let", "if", "else");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) throws ExprException {
        if (source.length() > Limits.SOURCE_CHARS) {
            throw new ExprException(
                    "expression is too long: " + source.length() + " characters, limit " + Limits.SOURCE_CHARS, 0, 0);
        }
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws ExprException {
        while (at < source.length()) {
            int start = at;
            int c = source.codePointAt(at);
            if (isSpace(c)) {
                at += Character.charCount(c);
            } else if (c == '\'' || c == '"') {
                string(start, (char) c);
            } else if (c == '`') {
                rawString(start);
            } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
                number(start);
            } else if (isNamePart(c)) {
                word(start);
            } else if (c == '/' && (peek(1) == '/' || peek(1) == '*')) {
                comment(start);
            } else {
                symbol(start, c);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", new Span(at, at)));
    }

    private void symbol(int start, int c) throws ExprException {
        String two = source.substring(start, Math.min(start + 2, source.length()));
        switch (two) {
            case "&&", "||", "==", "!=", "<=", ">=", "**", "??", "?.", "..", "::" -> emit(Token.Kind.OPERATOR, two);
            default -> {
                if ("([{)]}".indexOf(c) >= 0) {
                    emit(Token.Kind.BRACKET, Character.toString(c));
                } else if (",;%+-^*/<>!=|:?.#".indexOf(c) >= 0) {
                    emit(Token.Kind.OPERATOR, Character.toString(c));
                } else {
                    throw new ExprException(
                            "unrecognized character: " + String.format("U+%04X", c) + " '" + Character.toString(c)
                                    + "'",
                            start,
                            Character.charCount(c));
                }
            }
        }
    }

    private void emit(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, new Span(at, at + text.length())));
        at += text.length();
    }

    private void word(int start) {
        while (at < source.length() && isNamePart(source.codePointAt(at))) {
            at += Character.charCount(source.codePointAt(at));
        }
        String word = source.substring(start, at);
        Token.Kind kind = WORD_OPERATORS.contains(word) ? Token.Kind.OPERATOR : Token.Kind.NAME;
        tokens.add(new Token(kind, word, new Span(start, at)));
    }

    private void number(int start) throws ExprException {
        String digits = "0123456789_";
        boolean prefixed = false;
        if (peek(0) == '0') {
            String allowed =
                    switch (peek(1)) {
                        case 'x', 'X' -> "0123456789abcdefABCDEF_";
                        case 'o', 'O' -> "01234567_";
                        case 'b', 'B' -> "01_";
                        default -> "";
                    };
            if (!allowed.isEmpty()) {
                digits = allowed;
                prefixed = true;
                at += 2;
            }
        }
        run(digits);
        if (!prefixed && peek(0) == '.' && peek(1) != '.') {
            at++;
            run(digits);
        }
        if (!prefixed && (peek(0) == 'e' || peek(0) == 'E')) {
            at++;
            if (peek(0) == '+' || peek(0) == '-') {
                at++;
            }
            run(digits);
        }
        if (at < source.length() && isNamePart(source.codePointAt(at))) {
            String bad = source.substring(start, at + Character.charCount(source.codePointAt(at)));
            throw new ExprException("bad number syntax: \"" + bad + "\"", start, bad.length());
        }
        tokens.add(new Token(Token.Kind.NUMBER, source.substring(start, at), new Span(start, at)));
    }

    private void run(String allowed) {
        while (at < source.length() && allowed.indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }

    private void string(int start, char quote) throws ExprException {
        int end = start + 1;
        while (true) {
            if (end >= source.length() || source.charAt(end) == '\n') {
                throw new ExprException("literal not terminated: the string has no closing " + quote, start, 1);
            }
            char c = source.charAt(end);
            if (c == quote) {
                break;
            }
            end += c == '\\' ? 2 : 1;
        }
        String content = StringEscapes.unescape(source.substring(start + 1, end), start + 1);
        at = end + 1;
        tokens.add(new Token(Token.Kind.STRING, content, new Span(start, at)));
    }

    private void rawString(int start) throws ExprException {
        int end = source.indexOf('`', start + 1);
        if (end < 0) {
            throw new ExprException("literal not terminated: the string has no closing `", start, 1);
        }
        at = end + 1;
        tokens.add(new Token(Token.Kind.STRING, source.substring(start + 1, end), new Span(start, at)));
    }

    private void comment(int start) throws ExprException {
        boolean line = peek(1) == '/';
        int end = source.indexOf(line ? "\n" : "*/", start + 2);
        if (end < 0 && !line) {
            throw new ExprException("unclosed comment", start, 2);
        }
        at = end < 0 ? source.length() : end + (line ? 1 : 2);
    }

    private int peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : -1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isNamePart(int c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }
}
