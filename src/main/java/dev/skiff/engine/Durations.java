package dev.skiff.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's durations ({@code 1h30m}, {@code 1.5s}, {@code 300ms}); a bare number is seconds where Argo takes one (TIME-05, RETRY-11). */
final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private Durations() {}

    /** @param field for the message, as the user wrote it */
    static Duration parse(String text, String field) throws TextTree.Unresolvable {
        String source = text.strip();
        if (source.matches("\\d{1,12}")) {
            return Duration.ofSeconds(Long.parseLong(source));
        }
        Matcher m = PART.matcher(source);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (m.find() && m.start() == end) {
            nanos = nanos.add(new BigDecimal(m.group(1))
                    .multiply(BigDecimal.valueOf(Machine.present(NANOS.get(m.group(2)), "unit"))));
            end = m.end();
        }
        if (source.isEmpty() || end != source.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new TextTree.Unresolvable(
                    field + " is not a duration: '" + Texts.start(text) + "'; write for instance 30s, 5m or 1h30m");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** As Argo puts it in messages: {@code 4 seconds}, {@code 1 minute 30 seconds}. */
    static String humanised(Duration d) {
        long seconds = Math.max(0, d.toSeconds());
        StringBuilder text = new StringBuilder();
        part(text, seconds / 86400, "day");
        part(text, seconds % 86400 / 3600, "hour");
        part(text, seconds % 3600 / 60, "minute");
        if (seconds % 60 > 0 || text.isEmpty()) {
            part(text, seconds % 60, "second");
            if (text.isEmpty()) {
                text.append("0 seconds");
            }
        }
        return text.toString();
    }

    private static void part(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(count)
                    .append(' ')
                    .append(unit)
                    .append(count == 1 ? "" : "s");
        }
    }
}
