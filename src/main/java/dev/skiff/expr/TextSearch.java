package dev.skiff.expr;

/** Looking for a text in a text in time in proportion to both; Java's own way takes their product when nearly all of it matches. */
final class TextSearch {

    /** Up to here Java's own search is quick enough whatever the text. */
    private static final int SHORT = 32;

    private TextSearch() {}

    static boolean contains(String text, String wanted) {
        return indexOf(text, wanted, 0) >= 0;
    }

    /** Where it is found first, or -1. */
    static int indexOf(String text, String wanted, int from) {
        if (wanted.length() <= SHORT || wanted.length() > text.length() - from) {
            return text.indexOf(wanted, from);
        }
        int[] fallback = fallback(wanted);
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != wanted.charAt(matched)) {
                matched = fallback[matched - 1];
            }
            if (text.charAt(i) == wanted.charAt(matched) && ++matched == wanted.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }

    static int lastIndexOf(String text, String wanted) {
        if (wanted.length() <= SHORT) {
            return text.lastIndexOf(wanted);
        }
        String backwards = new StringBuilder(text).reverse().toString();
        int found = indexOf(backwards, new StringBuilder(wanted).reverse().toString(), 0);
        return found < 0 ? -1 : text.length() - found - wanted.length();
    }

    /** For each start of the text, how long its longest proper end is that is a start, too (Knuth, Morris, Pratt). */
    private static int[] fallback(String wanted) {
        int[] fallback = new int[wanted.length()];
        for (int i = 1; i < wanted.length(); i++) {
            int length = fallback[i - 1];
            while (length > 0 && wanted.charAt(i) != wanted.charAt(length)) {
                length = fallback[length - 1];
            }
            fallback[i] = wanted.charAt(i) == wanted.charAt(length) ? length + 1 : 0;
        }
        return fallback;
    }
}
