package dev.skiff.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code workflow.creationTimestamp.<letter>} (SUBST-18): what C's strftime prints for each letter, in UTC and English. */
final class Strftime {
    private static final Map<String, DateTimeFormatter> LETTERS = new LinkedHashMap<>();

    static {
        letter("B", "MMMM");
        letter("b", "MMM");
        letter("m", "MM");
        letter("A", "EEEE");
        letter("a", "EEE");
        letter("d", "dd");
        letter("H", "HH");
        letter("I", "hh");
        letter("M", "mm");
        letter("S", "ss");
        letter("Y", "yyyy");
        letter("y", "yy");
        letter("p", "a");
        letter("z", "xx");
        letter("Z", "'UTC'");
        letter("L", "SSS");
    }

    private Strftime() {}

    private static void letter(String letter, String pattern) {
        LETTERS.put(letter, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC));
    }

    static Map<String, String> all(Instant at) {
        Map<String, String> texts = new LinkedHashMap<>();
        LETTERS.forEach((letter, format) -> texts.put(letter, format.format(at)));
        return texts;
    }
}
