package dev.skiff.expr;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** sprig's functions on times; zones default to UTC, as in a controller. */
final class SprigDates {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.now", 0, TimeFunctions::now),
            Function.of("sprig.date", 2, args -> GoDateLayout.format(args.string(0), time(args, 1))),
            Function.of("sprig.dateInZone", 3, args -> inZone(args)),
            Function.of("sprig.htmlDate", 1, args -> GoDateLayout.format("2006-01-02", time(args, 0))),
            Function.of("sprig.toDate", 2, SprigDates::toDate),
            Function.of("sprig.unixEpoch", 1, args -> "" + time(args, 0).toEpochSecond()),
            Function.of("sprig.dateModify", 2, args -> modify(args)),
            Function.of("sprig.duration", 1, args -> GoDuration.format(seconds(args))),
            Function.of("sprig.ago", 1, args -> ago(args)));

    private SprigDates() {}

    /**
     * A time, Unix seconds, or a text in RFC 3339; sprig itself silently takes the current time for a text. The map that
     * {@code workflow.creationTimestamp} is in an expression counts as its RFC 3339 text.
     */
    private static ZonedDateTime time(Arguments args, int index) throws ExprException {
        Object value = args.value(index);
        if (value instanceof Map<?, ?> map && map.get("RFC3339") instanceof String text) {
            value = text;
        }
        try {
            ZonedDateTime time =
                    switch (value) {
                        case ZonedDateTime given -> given;
                        case Long unix -> Instant.ofEpochSecond(unix).atZone(ZoneOffset.UTC);
                        case String text -> TimeFunctions.rfc3339(text);
                        case null, default -> null;
                    };
            if (time != null) {
                return time.withZoneSameInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException _) {
            throw args.error("time is out of range");
        }
        throw args.wrongType(index, "time, Unix seconds or RFC 3339 text");
    }

    private static String inZone(Arguments args) throws ExprException {
        ZoneId zone = TimeFunctions.zone(args, args.string(2));
        return GoDateLayout.format(args.string(0), time(args, 1).withZoneSameInstant(zone));
    }

    private static Object toDate(Arguments args) throws ExprException {
        ZonedDateTime time = GoDateLayout.parse(args.string(0), args.string(1), ZoneOffset.UTC);
        if (time == null) {
            throw args.error("text " + args.string(1) + " does not fit layout " + args.string(0));
        }
        return time;
    }

    private static Object modify(Arguments args) throws ExprException {
        Duration duration = GoDuration.parse(args.string(0));
        if (duration == null) {
            throw args.error("invalid duration " + args.string(0));
        }
        return time(args, 1).plus(duration);
    }

    private static Duration seconds(Arguments args) {
        return Duration.ofSeconds(Math.clamp(SprigValues.toInt(args.value(0)), -9_000_000_000L, 9_000_000_000L));
    }

    private static @Nullable Object ago(Arguments args) throws ExprException {
        Instant now = args.context().now();
        if (now == null) {
            throw args.error("the current time is not available here");
        }
        return GoDuration.format(Duration.ofSeconds(
                Duration.between(time(args, 0), now.atZone(ZoneOffset.UTC)).toSeconds()));
    }
}
