package dev.skiff.expr;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of Go's time.Time and time.Duration that expressions may call. */
final class TimeMethods {

    private static final Set<String> TIME = Set.of(
            "Year",
            "Month",
            "Day",
            "Hour",
            "Minute",
            "Second",
            "Nanosecond",
            "YearDay",
            "Weekday",
            "Unix",
            "UnixMilli",
            "UnixMicro",
            "UnixNano",
            "UTC",
            "In",
            "Format",
            "String",
            "Add",
            "Sub",
            "AddDate",
            "After",
            "Before",
            "Equal",
            "Compare",
            "IsZero",
            "Truncate",
            "Round",
            "Local",
            "Location",
            "IsDST");
    private static final Set<String> DURATION = Set.of(
            "Seconds",
            "Minutes",
            "Hours",
            "Milliseconds",
            "Microseconds",
            "Nanoseconds",
            "String",
            "Abs",
            "Truncate",
            "Round");

    /** Go's zero time. */
    static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private TimeMethods() {}

    static Object call(@Nullable Object target, String method, List<@Nullable Object> arguments, Span span)
            throws ExprException {
        return switch (target) {
            case ZonedDateTime time when TIME.contains(method) -> time(time, new Call(method, arguments, span));
            case Duration duration
            when DURATION.contains(method) -> duration(duration, new Call(method, arguments, span));
            case ZoneOffset offset when method.equals("String") -> offset.getTotalSeconds() == 0 ? "UTC" : "";
            case ZoneId zone when method.equals("String") -> zone.getId();
            case GoEnum constant when method.equals("String") -> constant.name();
            case SemanticVersion version -> SprigVersions.call(version, method, arguments, span);
            case null -> throw new ExprException("cannot call " + method + "() on nil", span);
            default -> {
                Set<String> known =
                        target instanceof ZonedDateTime ? TIME : target instanceof Duration ? DURATION : Set.of();
                throw new ExprException(
                        GoTypes.name(target) + " has no method " + method + UnknownName.suggestion(method, known),
                        span);
            }
        };
    }

    /** A method call whose arguments are taken by type. */
    private record Call(String method, List<@Nullable Object> arguments, Span span) {

        <T> T get(int index, int arity, Class<T> type) throws ExprException {
            if (arguments.size() == arity && type.isInstance(arguments.get(index))) {
                return type.cast(arguments.get(index));
            }
            throw new ExprException(
                    "invalid arguments for " + method + " (expected " + arity + ", argument " + (index + 1)
                            + " of type " + type.getSimpleName() + ")",
                    span);
        }

        void none() throws ExprException {
            if (!arguments.isEmpty()) {
                throw new ExprException(method + " takes no arguments", span);
            }
        }
    }

    private static Object time(ZonedDateTime time, Call call) throws ExprException {
        return switch (call.method) {
            case "In" -> time.withZoneSameInstant(call.get(0, 1, ZoneId.class));
            case "Format" -> GoDateLayout.format(call.get(0, 1, String.class), time);
            case "Add" -> time.plus(call.get(0, 1, Duration.class));
            case "Sub" -> Duration.between(call.get(0, 1, ZonedDateTime.class), time);
            case "AddDate" -> addDate(time, call);
            case "After" -> time.isAfter(call.get(0, 1, ZonedDateTime.class));
            case "Before" -> time.isBefore(call.get(0, 1, ZonedDateTime.class));
            case "Equal" -> time.isEqual(call.get(0, 1, ZonedDateTime.class));
            case "Compare" ->
                (long) time.toInstant()
                        .compareTo(call.get(0, 1, ZonedDateTime.class).toInstant());
            case "Truncate" -> truncate(time, call.get(0, 1, Duration.class).toNanos());
            case "Round" -> round(time, call.get(0, 1, Duration.class).toNanos());
            default -> {
                call.none();
                yield field(time, call.method);
            }
        };
    }

    private static Object addDate(ZonedDateTime time, Call call) throws ExprException {
        long years = call.get(0, 3, Long.class);
        long months = call.get(1, 3, Long.class);
        long days = call.get(2, 3, Long.class);
        if (Math.max(Math.abs(years), Math.max(Math.abs(months), Math.abs(days))) > 1_000_000) {
            throw new ExprException("AddDate is out of range", call.span);
        }
        // Go lets 31 January + 1 month overflow into March; java.time would stop at the end of February
        ZonedDateTime firstOfMonth = time.withDayOfMonth(1).plusYears(years).plusMonths(months);
        return firstOfMonth.plusDays(time.getDayOfMonth() - 1 + days);
    }

    /** Go counts from its zero time, year 1, which is too long ago for nanoseconds in a long. */
    private static Object truncate(ZonedDateTime time, long unit) {
        return unit <= 0 ? time : time.minusNanos(beyond(time, unit));
    }

    /** To the nearest multiple, half of one up. */
    private static Object round(ZonedDateTime time, long unit) {
        if (unit <= 0) {
            return time;
        }
        long beyond = beyond(time, unit);
        return beyond + beyond < unit && beyond + beyond >= 0 ? time.minusNanos(beyond) : time.plusNanos(unit - beyond);
    }

    private static long beyond(ZonedDateTime time, long unit) {
        Duration since = Duration.between(ZERO, time);
        BigInteger nanos = BigInteger.valueOf(since.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(since.getNano()));
        return nanos.mod(BigInteger.valueOf(unit)).longValue();
    }

    private static Object field(ZonedDateTime time, String method) {
        return switch (method) {
            case "Year" -> (long) time.getYear();
            case "Month" ->
                new GoEnum(time.getMonthValue(), time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case "Day" -> (long) time.getDayOfMonth();
            case "Hour" -> (long) time.getHour();
            case "Minute" -> (long) time.getMinute();
            case "Second" -> (long) time.getSecond();
            case "Nanosecond" -> (long) time.getNano();
            case "YearDay" -> (long) time.getDayOfYear();
            case "Weekday" ->
                new GoEnum(
                        time.getDayOfWeek().getValue() % 7,
                        time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case "Unix" -> time.toEpochSecond();
            case "UnixMilli" -> time.toInstant().toEpochMilli();
            case "UnixMicro" -> time.toEpochSecond() * 1_000_000 + time.getNano() / 1_000;
            case "UnixNano" -> time.toEpochSecond() * 1_000_000_000 + time.getNano();
            case "UTC", "Local" -> time.withZoneSameInstant(ZoneOffset.UTC);
            case "Location" -> time.getZone();
            case "IsDST" -> time.getZone().getRules().isDaylightSavings(time.toInstant());
            case "IsZero" -> time.toInstant().equals(ZERO);
            default -> GoFormat.value(time);
        };
    }

    private static Object duration(Duration duration, Call call) throws ExprException {
        long nanos = duration.toNanos();
        if (call.method.equals("Round") || call.method.equals("Truncate")) {
            long unit = call.get(0, 1, Duration.class).toNanos();
            return Duration.ofNanos(call.method.equals("Round") ? round(nanos, unit) : nanos - rest(nanos, unit));
        }
        call.none();
        return switch (call.method) {
            case "Seconds" -> nanos / 1e9;
            case "Minutes" -> nanos / 6e10;
            case "Hours" -> nanos / 3.6e12;
            case "Milliseconds" -> nanos / 1_000_000;
            case "Microseconds" -> nanos / 1_000;
            case "Nanoseconds" -> nanos;
            case "Abs" -> duration.abs();
            default -> GoDuration.format(duration);
        };
    }

    private static long rest(long nanos, long unit) {
        return unit <= 0 ? 0 : nanos % unit;
    }

    /** To the nearest multiple, half of one away from zero. */
    private static long round(long nanos, long unit) {
        long rest = rest(nanos, unit);
        if (Math.abs(rest) < unit - Math.abs(rest) || unit <= 0) {
            return nanos - rest;
        }
        long away = nanos < 0 ? nanos - rest - unit : nanos - rest + unit;
        boolean overflow = nanos < 0 ? away > nanos : away < nanos;
        return overflow ? nanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : away;
    }
}
