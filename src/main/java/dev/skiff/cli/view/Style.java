package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.model.WorkflowPhase;
import org.jspecify.annotations.Nullable;

/**
 * Icons and colours.
 *
 * @param color whether escape sequences may be used
 * @param unicode whether the terminal shows more than ASCII
 */
public record Style(boolean color, boolean unicode) {
    public static final Style PLAIN = new Style(false, true);

    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String CYAN = "36";
    private static final String DIM = "2";

    public String icon(@Nullable NodePhase phase) {
        String icon = unicode ? symbol(phase) : letter(phase);
        return painted(color(phase), icon);
    }

    private static String symbol(@Nullable NodePhase phase) {
        return switch (phase) {
            case null -> "◷";
            case PENDING -> "◷";
            case RUNNING -> "●";
            case SUCCEEDED -> "✔";
            case FAILED -> "✖";
            case ERROR -> "⚠";
            case SKIPPED, OMITTED -> "○";
        };
    }

    private static String letter(@Nullable NodePhase phase) {
        return switch (phase) {
            case null -> ".";
            case PENDING -> ".";
            case RUNNING -> "*";
            case SUCCEEDED -> "+";
            case FAILED -> "x";
            case ERROR -> "!";
            case SKIPPED, OMITTED -> "o";
        };
    }

    private static String color(@Nullable NodePhase phase) {
        return switch (phase) {
            case null -> YELLOW;
            case PENDING -> YELLOW;
            case RUNNING -> CYAN;
            case SUCCEEDED -> GREEN;
            case FAILED, ERROR -> RED;
            case SKIPPED, OMITTED -> DIM;
        };
    }

    public String phase(@Nullable WorkflowPhase phase) {
        String code =
                switch (phase) {
                    case null -> YELLOW;
                    case PENDING -> YELLOW;
                    case RUNNING -> CYAN;
                    case SUCCEEDED -> GREEN;
                    case FAILED, ERROR -> RED;
                };
        return painted("1;" + code, phase == null ? "Pending" : phase.text());
    }

    public String phaseWord(NodePhase phase, String word) {
        return painted(color(phase), word);
    }

    public String dim(String text) {
        return text.isEmpty() ? text : painted(DIM, text);
    }

    public String warning(String text) {
        return painted(YELLOW, text);
    }

    private String painted(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    String branch(boolean last) {
        return unicode ? (last ? "└─" : "├─") : (last ? "`-" : "|-");
    }

    String trunk(boolean last) {
        return last ? "  " : unicode ? "│ " : "| ";
    }

    String ellipsis() {
        return unicode ? "…" : "...";
    }
}
