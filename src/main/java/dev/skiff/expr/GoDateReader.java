package dev.skiff.expr;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one text along a Go layout, chunk by chunk, and collects the fields of a time. */
final class GoDateReader {

    private static final List<String> MONTHS = Arrays.stream(Month.values())
            .map(month -> month.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();
    private static final List<String> WEEKDAYS = Arrays.stream(DayOfWeek.values())
            .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();

    private final String text;
    private int at;
    private int year;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private @Nullable Boolean afternoon;
    private @Nullable ZoneId zone;

    GoDateReader(String text) {
        this.text = text;
    }

    boolean literal(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** The time that was read; {@code fallback} is its zone when the layout has none. */
    @Nullable
    ZonedDateTime time(ZoneId fallback) {
        if (at != text.length()) {
            return null;
        }
        int hours = hour;
        if (afternoon != null) {
            hours = hour % 12 + (afternoon ? 12 : 0);
        }
        LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
        return ZonedDateTime.of(
                LocalDateTime.of(date, LocalTime.of(hours, minute, second, nano)), zone == null ? fallback : zone);
    }

    boolean chunk(String chunk) {
        return switch (chunk) {
            case "January" -> (month = named(MONTHS, true) + 1) > 0;
            case "Jan" -> (month = named(MONTHS, false) + 1) > 0;
            case "Monday", "Mon" -> named(WEEKDAYS, chunk.length() > 3) >= 0;
            case "2006" -> (year = digits(4, 4)) >= 0;
            case "06" -> {
                int two = digits(2, 2);
                year = two >= 69 ? 1900 + two : 2000 + two;
                yield two >= 0;
            }
            case "1", "01" -> (month = digits(chunk.length(), 2)) >= 0;
            case "2", "_2", "02" -> {
                at += chunk.equals("_2") && at < text.length() && text.charAt(at) == ' ' ? 1 : 0;
                yield (day = digits(chunk.equals("02") ? 2 : 1, 2)) >= 0;
            }
            case "__2", "002" -> (dayOfYear = digits(3, 3)) > 0;
            case "15", "03" -> (hour = digits(2, 2)) >= 0;
            case "3" -> (hour = digits(1, 2)) >= 0;
            case "4", "04" -> (minute = digits(chunk.length(), 2)) >= 0;
            case "5", "05" -> (second = digits(chunk.length(), 2)) >= 0 && implicitFraction();
            case "PM", "pm" -> meridiem(chunk);
            case "MST" -> zoneName();
            default -> chunk.charAt(0) == '.' || chunk.charAt(0) == ',' ? fraction(chunk) : offset(chunk);
        };
    }

    private int digits(int least, int most) {
        int start = at;
        int value = 0;
        while (at < text.length() && at - start < most && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
        }
        return at - start < least ? -1 : value;
    }

    /** The place of the name, or of its first three letters, that stands here; -1 when none does. */
    private int named(List<String> names, boolean full) {
        for (int i = 0; i < names.size(); i++) {
            String wanted = full ? names.get(i) : names.get(i).substring(0, 3);
            if (text.regionMatches(true, at, wanted, 0, wanted.length())) {
                at += wanted.length();
                return i;
            }
        }
        return -1;
    }

    private boolean meridiem(String chunk) {
        boolean upper = chunk.equals("PM");
        afternoon = text.startsWith(upper ? "PM" : "pm", at);
        return afternoon || text.startsWith(upper ? "AM" : "am", at) ? skip(2) : false;
    }

    private boolean skip(int count) {
        at += count;
        return true;
    }

    /** Go takes a fraction after the seconds even where the layout has none. */
    private boolean implicitFraction() {
        boolean point = at + 1 < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
        return !point || !Character.isDigit(text.charAt(at + 1)) || fraction(".9");
    }

    private boolean fraction(String chunk) {
        if (at >= text.length() || text.charAt(at) != '.' && text.charAt(at) != ',') {
            return chunk.charAt(1) == '9';
        }
        int start = ++at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start || at - start > 9) {
            return at - start > 9;
        }
        nano = Integer.parseInt((text.substring(start, at) + "000000000").substring(0, 9));
        return true;
    }

    private boolean zoneName() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z') {
            at++;
        }
        // Go invents a zone without offset for names that it cannot know
        zone = ZoneOffset.UTC;
        return at - start >= 3 && at - start <= 5;
    }

    private boolean offset(String chunk) {
        if (chunk.charAt(0) == 'Z' && at < text.length() && text.charAt(at) == 'Z') {
            zone = ZoneOffset.UTC;
            return skip(1);
        }
        if (at >= text.length() || text.charAt(at) != '+' && text.charAt(at) != '-') {
            return false;
        }
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        int parts = (int) chunk.chars().filter(Character::isDigit).count() / 2;
        int seconds = 0;
        for (int i = 0; i < parts; i++) {
            if (i > 0 && chunk.contains(":") && !literal(":")) {
                return false;
            }
            int value = digits(2, 2);
            if (value < 0) {
                return false;
            }
            seconds += value * (i == 0 ? 3600 : i == 1 ? 60 : 1);
        }
        zone = ZoneOffset.ofTotalSeconds(sign * seconds);
        return true;
    }
}
