package dev.skiff.rehearsal;

import java.util.regex.Pattern;

/** How people name a node: {@code each(0:5).square} for {@code wf[1].each(0:5)[0].square}; the numbers of step groups say nothing. */
public final class NodePath {
    private static final Pattern GROUP = Pattern.compile("\\[\\d+](?=\\.)");
    private static final Pattern ATTEMPT = Pattern.compile("\\(\\d+\\)\\z");

    private NodePath() {}

    /** The path below the run; the run's own name for its root. */
    public static String of(String run, String nodeName) {
        String below = nodeName.startsWith(run) ? nodeName.substring(run.length()) : nodeName;
        String path = GROUP.matcher(below).replaceAll("");
        path = path.startsWith(".") ? path.substring(1) : path;
        return path.isEmpty() ? run : path;
    }

    /** Without the number of an attempt at its end. */
    public static String withoutAttempt(String path) {
        return ATTEMPT.matcher(path).replaceFirst("");
    }

    /** The number of an attempt at the end of a node's name; 0 without one. */
    static int attempt(String nodeName) {
        var m = ATTEMPT.matcher(nodeName);
        return m.find() ? Integer.parseInt(m.group().substring(1, m.group().length() - 1)) : 0;
    }

    /** Whether the path is what the pattern says: {@code *} is any text, {@code ?} any character, everything else itself. */
    public static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                mark = t;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
