package dev.skiff.expr;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Go's duration texts: {@code 1h15m30.918s}. */
public final class GoDuration {

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private GoDuration() {}

    /** As Go prints it: {@code 1m30s}, {@code 300ms}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        String sign = duration.isNegative() ? "-" : "";
        Duration positive = duration.abs();
        long nanos = positive.getNano();
        if (positive.getSeconds() == 0) {
            BigDecimal value = BigDecimal.valueOf(nanos);
            if (nanos < 1_000) {
                return sign + nanos + "ns";
            }
            boolean micros = nanos < 1_000_000;
            BigDecimal scaled = value.movePointLeft(micros ? 3 : 6).stripTrailingZeros();
            return sign + scaled.toPlainString() + (micros ? "\u00b5s" : "ms");
        }
        BigDecimal seconds = BigDecimal.valueOf(positive.toSecondsPart())
                .add(BigDecimal.valueOf(nanos, 9))
                .stripTrailingZeros();
        StringBuilder out = new StringBuilder(sign);
        if (positive.toHours() > 0) {
            out.append(positive.toHours()).append('h');
        }
        if (positive.toMinutes() > 0) {
            out.append(positive.toMinutesPart()).append('m');
        }
        return out.append(seconds.toPlainString()).append('s').toString();
    }

    /** As {@link #parse}, and a bare number is seconds, where Argo takes one: backoff and suspend, not timeout (RETRY-11, TIME-05). */
    public static @Nullable Duration parseOrSeconds(String text) {
        return SECONDS.matcher(text).matches() ? parse(text + "s") : parse(text);
    }

    /** The duration, or null when the text is not one or does not fit into int64 nanoseconds. */
    public static @Nullable Duration parse(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return Duration.ZERO;
        }
        if (at == text.length() || text.length() > 100) {
            return null;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        while (at < text.length()) {
            int number = at;
            while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            int unit = at;
            while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            Long scale = NANOS.get(text.substring(unit, at));
            String digits = text.substring(number, unit);
            if (scale == null
                    || digits.chars().noneMatch(c -> c != '.')
                    || digits.chars().filter(c -> c == '.').count() > 1) {
                return null;
            }
            nanos = nanos.add(new BigDecimal(digits).multiply(BigDecimal.valueOf(scale)));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return null;
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return text.startsWith("-") ? duration.negated() : duration;
    }
}
