package dev.skiff.expr;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** sprig's functions on times; zones default to UTC, as in a controller. */
final class SprigDates {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.now", 0, TimeFunctions::now),
            Function.of("sprig.date", 2, args -> GoDateLayout.format(args.string(0), time(args, 1))),
            Function.of("sprig.dateInZone", 3, args -> inZone(args)),
            Function.of("sprig.htmlDate", 1, args -> GoDateLayout.format("2006-01-02", time(args, 0))),
            Function.of(
                    "sprig.htmlDateInZone",
                    2,
                    args -> GoDateLayout.format("2006-01-02", at(time(args, 0), args.string(1)))),
            Function.of("sprig.toDate", 2, args -> toDate(args, false)),
            Function.of("sprig.mustToDate", 2, args -> toDate(args, true)),
            Function.of("sprig.unixEpoch", 1, args -> "" + time(args, 0).toEpochSecond()),
            Function.of("sprig.dateModify", 2, args -> modify(args, false)),
            Function.of("sprig.mustDateModify", 2, args -> modify(args, true)),
            Function.of("sprig.must_date_modify", 2, args -> modify(args, true)),
            Function.of("sprig.durationRound", 1, SprigDates::round),
            Function.of("sprig.duration", 1, args -> GoDuration.format(seconds(args))),
            Function.of("sprig.ago", 1, args -> ago(args)));

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final SequencedMap<String, Long> UNITS = units();

    private SprigDates() {}

    private static SequencedMap<String, Long> units() {
        SequencedMap<String, Long> units = new LinkedHashMap<>();
        units.put("y", 365 * 86_400L);
        units.put("mo", 30 * 86_400L);
        units.put("d", 86_400L);
        units.put("h", 3_600L);
        units.put("m", 60L);
        units.put("s", 1L);
        return units;
    }

    /**
     * A time, Unix seconds, or a text in RFC 3339; sprig itself silently takes the current time for a text. The map that
     * {@code workflow.creationTimestamp} is in an expression counts as its RFC 3339 text.
     */
    private static ZonedDateTime time(Arguments args, int index) throws ExprException {
        args.spend(Evaluator.TIME_COST);
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
        return GoDateLayout.format(args.string(0), at(time(args, 1), args.string(2)));
    }

    /** A zone that there is not counts as UTC, silently. */
    private static ZonedDateTime at(ZonedDateTime time, String zone) {
        return time.withZoneSameInstant(ZONES.contains(zone) ? ZoneId.of(zone) : ZoneOffset.UTC);
    }

    /** A text that does not fit gives Go's zero time, silently; mustToDate says so. */
    private static Object toDate(Arguments args, boolean must) throws ExprException {
        args.spend(Evaluator.TIME_COST);
        ZonedDateTime time = GoDateLayout.parse(args.string(0), args.string(1), ZoneOffset.UTC);
        if (time == null && must) {
            throw args.error("text " + args.string(1) + " does not fit layout " + args.string(0));
        }
        return time == null ? TimeMethods.ZERO.atZone(ZoneOffset.UTC) : time;
    }

    /** A duration that cannot be read changes nothing, silently; mustDateModify says so. */
    private static Object modify(Arguments args, boolean must) throws ExprException {
        Duration duration = GoDuration.parse(args.string(0));
        if (duration == null && must) {
            throw args.error("time: invalid duration " + StringEscapes.quote(args.string(0)));
        }
        if (!(args.value(1) instanceof ZonedDateTime time)) {
            return time(args, 1).plus(duration == null ? Duration.ZERO : duration);
        }
        return duration == null ? time : time.plus(duration);
    }

    /** The largest unit that fits more than once; a time counts from now. */
    private static String round(Arguments args) throws ExprException {
        Duration duration =
                switch (args.value(0)) {
                    case String text -> GoDuration.parse(text);
                    case ZonedDateTime time -> Duration.between(time, TimeFunctions.instant(args));
                    case null, default -> null;
                };
        long seconds = duration == null ? 0 : duration.abs().toSeconds();
        boolean more = duration != null && duration.abs().compareTo(Duration.ofSeconds(seconds)) > 0;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (seconds > unit.getValue() || seconds == unit.getValue() && more) {
                return seconds / unit.getValue() + unit.getKey();
            }
        }
        return "0s";
    }

    private static Duration seconds(Arguments args) {
        return Duration.ofSeconds(Math.clamp(SprigValues.toInt(args.value(0)), -9_000_000_000L, 9_000_000_000L));
    }

    private static @Nullable Object ago(Arguments args) throws ExprException {
        return GoDuration.format(Duration.ofSeconds(
                Duration.between(time(args, 0), TimeFunctions.instant(args)).toSeconds()));
    }
}
