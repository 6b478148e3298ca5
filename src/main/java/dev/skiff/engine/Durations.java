package dev.skiff.engine;

import dev.skiff.expr.GoDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations of a template after substitution, and as messages put them. */
final class Durations {
    private Durations() {}

    /**
     * A bare number is seconds (RETRY-11).
     *
     * @param field for the message, as the user wrote it
     */
    static Duration orSeconds(String text, String field) throws TextTree.Unresolvable {
        return checked(GoDuration.parseOrSeconds(text.strip()), text, field);
    }

    /** As {@link #orSeconds}, but a bare number is refused (TIME-05). */
    static Duration withUnit(String text, String field) throws TextTree.Unresolvable {
        return checked(GoDuration.parse(text.strip()), text, field);
    }

    private static Duration checked(@Nullable Duration duration, String text, String field)
            throws TextTree.Unresolvable {
        if (duration == null || duration.isNegative()) {
            throw new TextTree.Unresolvable(
                    field + " is not a duration: '" + Texts.start(text) + "'; write for instance 30s, 5m or 1h30m");
        }
        return duration;
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
