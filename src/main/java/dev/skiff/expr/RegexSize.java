package dev.skiff.expr;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression is once its {@code {n,m}} are written out: {@code ((a{100}){100}){100}} has a million
 * parts in 20 characters. Go refuses what repeats more than a thousand times in all; its Java port does not look.
 */
final class RegexSize {

    /** Go's limit of repetitions inside one another. */
    private static final long REPEATS = 1_000;

    /** Parts of one program. */
    private static final long PARTS = 20_000;

    private RegexSize() {}

    /** Parts of the program, or -1 when it is too large. */
    static long of(String regex) {
        Deque<long[]> groups = new ArrayDeque<>();
        long[] group = {0, 1};
        long last = 0;
        long lastRepeats = 1;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            int close = c == '{' ? regex.indexOf('}', i) : -1;
            long times = close < 0 ? -1 : times(regex.substring(i + 1, close));
            if (times >= 0) {
                lastRepeats *= Math.max(1, times);
                group[0] += last * (Math.max(1, times) - 1);
                last *= Math.max(1, times);
                group[1] = Math.max(group[1], lastRepeats);
                i = close;
            } else if (c == '(') {
                groups.push(group);
                group = new long[] {1, 1};
                continue;
            } else if (c == ')' && !groups.isEmpty()) {
                last = group[0];
                lastRepeats = group[1];
                group = groups.pop();
                group[0] += last;
                group[1] = Math.max(group[1], lastRepeats);
            } else if ("*+?".indexOf(c) < 0) {
                i = c == '\\' ? i + 1 : c == '[' ? classEnd(regex, i) : i;
                last = 1;
                lastRepeats = 1;
                group[0]++;
            }
            if (lastRepeats > REPEATS || group[0] > PARTS) {
                return -1;
            }
        }
        return group[0] + groups.stream().mapToLong(open -> open[0]).sum();
    }

    /** The larger number of {@code n}, {@code n,} or {@code n,m}; -1 when it is none of them. */
    private static long times(String inside) {
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            return -1;
        }
        int comma = inside.indexOf(',');
        String least = comma < 0 ? inside : inside.substring(0, comma);
        String most = comma < 0 || comma == inside.length() - 1 ? least : inside.substring(comma + 1);
        return Math.max(Long.parseLong(least), Long.parseLong(most));
    }

    /** Where a character class ends; a bracket right at its start belongs to it. */
    private static int classEnd(String regex, int open) {
        int at = open + 1;
        at += regex.startsWith("^", at) ? 1 : 0;
        for (int i = at; i < regex.length(); i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.charAt(i) == ']' && i > at) {
                return i;
            }
        }
        return regex.length();
    }
}
