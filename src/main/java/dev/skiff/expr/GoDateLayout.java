package dev.skiff.expr;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Times in Go's layouts, which show how the reference time Mon Jan 2 15:04:05 MST 2006 would look. */
final class GoDateLayout {

    /** All chunks with a meaning; a longer one stands before those that it starts with. */
    private static final List<String> CHUNKS = List.of(
            "January",
            "Jan",
            "Monday",
            "Mon",
            "MST",
            "2006",
            "__2",
            "_2",
            "002",
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "15",
            "1",
            "2",
            "3",
            "4",
            "5",
            "PM",
            "pm",
            "-07:00:00",
            "-070000",
            "-07:00",
            "-0700",
            "-07",
            "Z07:00:00",
            "Z070000",
            "Z07:00",
            "Z0700",
            "Z07");

    /** @param chunk one of CHUNKS, or a fraction such as ".000", or literal text */
    private record Part(String chunk, boolean literal) {}

    private GoDateLayout() {}

    static String format(String layout, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts(layout)) {
            out.append(part.literal ? part.chunk : text(part.chunk, time));
        }
        return out.toString();
    }

    /** The time, or null when the text does not fit the layout. */
    static @Nullable ZonedDateTime parse(String layout, String text, ZoneId zone) {
        GoDateReader reader = new GoDateReader(text);
        try {
            for (Part part : parts(layout)) {
                if (!(part.literal ? reader.literal(part.chunk) : reader.chunk(part.chunk))) {
                    return null;
                }
            }
            return reader.time(zone);
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** The zone as Go abbreviates it: UTC, CET, or the offset where it has no name. */
    static String zoneName(ZonedDateTime time) {
        if (time.getZone() instanceof ZoneOffset offset) {
            return offset.getTotalSeconds() == 0 ? "UTC" : offset(time, "-0700");
        }
        boolean summer = time.getZone().getRules().isDaylightSavings(time.toInstant());
        return TimeZone.getTimeZone(time.getZone()).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
    }

    private static List<Part> parts(String layout) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            String chunk = chunkAt(layout, at);
            if (chunk == null) {
                literal.append(layout.charAt(at++));
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Part(literal.toString(), true));
                literal.setLength(0);
            }
            parts.add(new Part(chunk, false));
            at += chunk.length();
        }
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), true));
        }
        return parts;
    }

    private static @Nullable String chunkAt(String layout, int at) {
        String fraction = fractionAt(layout, at);
        if (fraction != null) {
            return fraction;
        }
        // "_2006" is a literal underscore and a year
        if (layout.startsWith("_2006", at)) {
            return null;
        }
        for (String chunk : CHUNKS) {
            if (layout.startsWith(chunk, at) && !continues(layout, at, chunk)) {
                return chunk;
            }
        }
        return null;
    }

    /** {@code Jan} and {@code Mon} are no chunks when a lower case letter follows, as in "Monitor". */
    private static boolean continues(String layout, int at, String chunk) {
        int end = at + chunk.length();
        return (chunk.equals("Jan") || chunk.equals("Mon"))
                && end < layout.length()
                && Character.isLowerCase(layout.charAt(end));
    }

    private static @Nullable String fractionAt(String layout, int at) {
        char c = layout.charAt(at);
        if (c != '.' && c != ',' || at + 1 >= layout.length()) {
            return null;
        }
        char digit = layout.charAt(at + 1);
        if (digit != '0' && digit != '9') {
            return null;
        }
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean digitFollows = end < layout.length() && Character.isDigit(layout.charAt(end));
        return digitFollows ? null : layout.substring(at, end);
    }

    private static String text(String chunk, ZonedDateTime time) {
        return switch (chunk) {
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" ->
                time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" ->
                time.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "MST" -> zoneName(time);
            case "2006" -> padded(time.getYear(), 4, '0');
            case "06" -> padded(Math.floorMod(time.getYear(), 100), 2, '0');
            case "1" -> "" + time.getMonthValue();
            case "01" -> padded(time.getMonthValue(), 2, '0');
            case "2" -> "" + time.getDayOfMonth();
            case "_2" -> padded(time.getDayOfMonth(), 2, ' ');
            case "02" -> padded(time.getDayOfMonth(), 2, '0');
            case "__2" -> padded(time.getDayOfYear(), 3, ' ');
            case "002" -> padded(time.getDayOfYear(), 3, '0');
            case "15" -> padded(time.getHour(), 2, '0');
            case "3" -> "" + hour12(time);
            case "03" -> padded(hour12(time), 2, '0');
            case "4" -> "" + time.getMinute();
            case "04" -> padded(time.getMinute(), 2, '0');
            case "5" -> "" + time.getSecond();
            case "05" -> padded(time.getSecond(), 2, '0');
            case "PM" -> time.getHour() < 12 ? "AM" : "PM";
            case "pm" -> time.getHour() < 12 ? "am" : "pm";
            default -> chunk.charAt(0) == '.' || chunk.charAt(0) == ',' ? fraction(time, chunk) : offset(time, chunk);
        };
    }

    private static int hour12(ZonedDateTime time) {
        return time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    }

    private static String fraction(ZonedDateTime time, String chunk) {
        String digits = padded(time.getNano(), 9, '0').substring(0, Math.min(9, chunk.length() - 1));
        if (chunk.charAt(1) == '0') {
            return chunk.charAt(0) + digits;
        }
        String trimmed = digits.replaceFirst("0+$", "");
        return trimmed.isEmpty() ? "" : chunk.charAt(0) + trimmed;
    }

    private static String offset(ZonedDateTime time, String chunk) {
        int seconds = time.getOffset().getTotalSeconds();
        if (chunk.charAt(0) == 'Z' && seconds == 0) {
            return "Z";
        }
        String colon = chunk.contains(":") ? ":" : "";
        int digits = (int) chunk.chars().filter(Character::isDigit).count();
        int positive = Math.abs(seconds);
        return (seconds < 0 ? "-" : "+")
                + padded(positive / 3600, 2, '0')
                + (digits >= 4 ? colon + padded(positive / 60 % 60, 2, '0') : "")
                + (digits >= 6 ? colon + padded(positive % 60, 2, '0') : "");
    }

    private static String padded(int number, int width, char filler) {
        String digits = Integer.toString(Math.abs(number));
        String zeros = Character.toString(filler).repeat(Math.max(0, width - digits.length()));
        return (number < 0 ? "-" : "") + zeros + digits;
    }
}
