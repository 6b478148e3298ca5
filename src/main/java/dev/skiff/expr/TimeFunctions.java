package dev.skiff.expr;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builtins of expr-lang that make times, durations and zones. */
final class TimeFunctions {

    /** What {@code date(text)} tries without a layout, in this order. */
    private static final List<String> LAYOUTS = List.of(
            "2006-01-02",
            "15:04:05",
            "2006-01-02 15:04:05",
            "2006-01-02T15:04:05Z07:00",
            "02 Jan 06 15:04 MST",
            "Monday, 02-Jan-06 15:04:05 MST",
            "Mon, 02 Jan 2006 15:04:05 MST");

    static final List<Function> TABLE = List.of(
            Function.of("now", 0, 1, TimeFunctions::now),
            Function.of("duration", 1, TimeFunctions::duration),
            Function.of("date", 1, 4, TimeFunctions::date),
            Function.of("timezone", 1, args -> zone(args, args.string(0))));

    private TimeFunctions() {}

    /** The present, in UTC. */
    static ZonedDateTime instant(Arguments args) throws ExprException {
        Instant now = args.context().now();
        if (now == null) {
            throw args.error("the current time is not available here");
        }
        return now.atZone(ZoneOffset.UTC);
    }

    static ZonedDateTime now(Arguments args) throws ExprException {
        ZonedDateTime now = instant(args);
        if (args.size() == 0) {
            return now;
        }
        if (args.value(0) instanceof ZoneId zone) {
            return now.withZoneSameInstant(zone);
        }
        throw args.wrongType(0, "timezone");
    }

    private static Object duration(Arguments args) throws ExprException {
        Duration duration = GoDuration.parse(args.string(0));
        if (duration == null) {
            throw args.error(
                    "time: invalid duration " + StringEscapes.quote(args.string(0)) + ", expected such as 1h30m");
        }
        return duration;
    }

    private static Object date(Arguments args) throws ExprException {
        args.spend(Evaluator.TIME_COST);
        int first = args.value(0) instanceof ZoneId ? 1 : 0;
        ZoneId zone = args.value(0) instanceof ZoneId given ? given : ZoneOffset.UTC;
        if (args.size() <= first || args.size() > first + 3) {
            throw args.error("expected a text, then optionally a layout and a timezone");
        }
        String text = args.string(first);
        if (args.size() > first + 2) {
            zone = zone(args, args.string(first + 2));
        }
        List<String> layouts = args.size() > first + 1 ? List.of(args.string(first + 1)) : LAYOUTS;
        for (String layout : layouts) {
            ZonedDateTime time = GoDateLayout.parse(layout, text, zone);
            if (time != null) {
                return time;
            }
        }
        throw args.error("invalid date " + text + (layouts.size() == 1 ? " for layout " + layouts.getFirst() : ""));
    }

    static ZoneId zone(Arguments args, String name) throws ExprException {
        try {
            return name.isEmpty() || name.equals("UTC") || name.equals("Local") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw args.error("unknown time zone " + name);
        }
    }

    /** A time from a text in RFC 3339, or null. */
    static @Nullable ZonedDateTime rfc3339(String text) {
        return GoDateLayout.parse("2006-01-02T15:04:05Z07:00", text, ZoneOffset.UTC);
    }
}
