package dev.skiff.expr;

import java.util.List;

/** sprig's styles of identifiers, which are those of xstrings 1.5: where a word ends decides about each connector. */
final class SprigCase {

    /** What a run of characters is. */
    private enum Kind {
        NONE,
        NUMBER,
        UPPER,
        ALPHABET,
        CONNECTOR,
        PUNCTUATION,
        OTHER
    }

    static final List<Function> TABLE = List.of(
            Function.of("sprig.snakecase", 1, args -> args.checked(new SprigCase(args.string(0), '_').connected())),
            Function.of("sprig.kebabcase", 1, args -> args.checked(new SprigCase(args.string(0), '-').connected())),
            Function.of("sprig.camelcase", 1, args -> args.checked(pascal(args.string(0)))));

    private final int[] text;
    private final int connector;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private Kind kind = Kind.NONE;
    private int from;
    private int to;

    private SprigCase(String text, int connector) {
        this.text = text.codePoints().toArray();
        this.connector = connector;
    }

    /** Words in lower case with the connector between them; punctuation stays where it is. */
    private String connected() {
        next();
        while (at < text.length) {
            if (kind != Kind.CONNECTOR) {
                write();
            }
            Kind before = kind;
            int start = from;
            int end = to;
            next();
            switch (before) {
                case NUMBER -> {
                    rest();
                    connect(kind != Kind.NONE);
                }
                case CONNECTOR -> write(Kind.CONNECTOR, start, end);
                case PUNCTUATION -> {}
                case NONE, UPPER, ALPHABET, OTHER -> afterWord();
            }
        }
        write();
        return out.toString();
    }

    /** A number belongs to the word before it, unless small letters follow: bld4_floor, but http_2xx. */
    private void afterWord() {
        if (kind != Kind.NUMBER) {
            connect(true);
            return;
        }
        if (at >= text.length) {
            return;
        }
        int start = from;
        int end = to;
        next();
        if (kind != Kind.ALPHABET) {
            write(Kind.NUMBER, start, end);
            connect(true);
            return;
        }
        out.appendCodePoint(connector);
        write(Kind.NUMBER, start, end);
        rest();
        connect(kind != Kind.NONE);
    }

    private void rest() {
        while (kind == Kind.ALPHABET || kind == Kind.NUMBER) {
            write();
            next();
        }
    }

    private void connect(boolean wanted) {
        if (wanted && kind != Kind.CONNECTOR && kind != Kind.PUNCTUATION) {
            out.appendCodePoint(connector);
        }
    }

    private void write() {
        write(kind, from, to);
    }

    private void write(Kind kind, int from, int to) {
        for (int i = from; i < to; i++) {
            if (kind != Kind.UPPER && kind != Kind.CONNECTOR) {
                out.appendCodePoint(text[i]);
            } else {
                out.appendCodePoint(isConnector(text[i]) ? connector : Character.toLowerCase(text[i]));
            }
        }
    }

    private void next() {
        from = at;
        kind = at < text.length ? kind(text[at]) : Kind.NONE;
        if (at < text.length) {
            at++;
        }
        switch (kind) {
            case NONE -> {}
            case UPPER -> upper();
            case ALPHABET -> smallLetters();
            case NUMBER, CONNECTOR, PUNCTUATION -> {
                while (at < text.length && is(kind, text[at])) {
                    at++;
                }
            }
            case OTHER -> {
                while (at < text.length
                        && !isConnector(text[at])
                        && !isAlphabet(text[at])
                        && !isNumber(text[at])
                        && !isPunctuation(text[at])) {
                    at++;
                }
            }
        }
        to = at;
    }

    /** A capital with its small letters, or capitals up to the one that begins the next word: HTTP of HTTPStatus. */
    private void upper() {
        if (at >= text.length || !Character.isUpperCase(text[at])) {
            if (at < text.length && isAlphabet(text[at])) {
                smallLetters();
            }
            return;
        }
        while (at < text.length && Character.isUpperCase(text[at])) {
            at++;
        }
        if (at < text.length && isAlphabet(text[at])) {
            at--;
        }
    }

    private void smallLetters() {
        while (at < text.length && isAlphabet(text[at]) && !Character.isUpperCase(text[at])) {
            at++;
        }
    }

    private static Kind kind(int c) {
        if (isConnector(c)) {
            return Kind.CONNECTOR;
        } else if (isPunctuation(c)) {
            return Kind.PUNCTUATION;
        } else if (Character.isUpperCase(c)) {
            return Kind.UPPER;
        } else if (isAlphabet(c)) {
            return Kind.ALPHABET;
        }
        return isNumber(c) ? Kind.NUMBER : Kind.OTHER;
    }

    private static boolean is(Kind kind, int c) {
        return switch (kind) {
            case NUMBER -> isNumber(c);
            case CONNECTOR -> isConnector(c);
            case PUNCTUATION -> isPunctuation(c);
            case NONE, UPPER, ALPHABET, OTHER -> false;
        };
    }

    private static boolean isConnector(int c) {
        return c == '-' || c == '_' || StringFunctions.isSpace(c);
    }

    private static boolean isNumber(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** A letter of an alphabet, which Chinese characters are not. */
    private static boolean isAlphabet(int c) {
        boolean han = c >= 0x4e00 && c <= 0x9fcc || c >= 0x3400 && c <= 0x4d85 || c >= 0x20000 && c <= 0x2b81d;
        return Character.isLetter(c) && !han;
    }

    /** {@code some_words} as {@code SomeWords}; connectors at the start stay, of several in a row all but the last. */
    private static String pascal(String source) {
        int[] text = source.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length && isConnector(text[i])) {
            out.appendCodePoint(text[i++]);
        }
        if (i == text.length) {
            // a text of nothing but connectors gets its last one twice
            return i == 0 ? "" : out.appendCodePoint(text[i - 1]).toString();
        }
        boolean upper = Character.isUpperCase(text[i]);
        int current = Character.toUpperCase(text[i++]);
        if (i == text.length) {
            return out.appendCodePoint(current).toString();
        }
        while (i < text.length) {
            int before = current;
            current = text[i++];
            if (isConnector(before) && isConnector(current)) {
                out.appendCodePoint(before);
            } else if (isConnector(before)) {
                upper = Character.isUpperCase(current);
                current = Character.toUpperCase(current);
            } else {
                if (upper && Character.isUpperCase(current)) {
                    current = Character.toLowerCase(current);
                } else {
                    upper = false;
                }
                out.appendCodePoint(before);
            }
        }
        return out.appendCodePoint(current).toString();
    }
}
