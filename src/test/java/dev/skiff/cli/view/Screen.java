package dev.skiff.cli.view;

import java.util.ArrayList;
import java.util.List;

/** A terminal as far as the live tree uses one: lines that scroll, a cursor, erasing. Fails on any other escape sequence. */
final class Screen {
    private final int height;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    private boolean cursorShown = true;

    Screen(int height) {
        this.height = height;
    }

    void print(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                i = escape(text, i);
            } else if (c == '\n') {
                newLine();
            } else if (c == '\r') {
                column = 0;
            } else {
                put(c);
            }
        }
    }

    private int escape(String text, int start) {
        int end = start + 2;
        while (!Character.isLetter(text.charAt(end))) {
            end++;
        }
        String sequence = text.substring(start + 2, end);
        switch (text.charAt(end)) {
            case 'A' -> up(Integer.parseInt(sequence));
            case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
            case 'J' -> clearBelow();
            case 'h', 'l' -> cursorShown = text.charAt(end) == 'h';
            default -> throw new AssertionError("unknown escape sequence " + sequence + text.charAt(end));
        }
        return end;
    }

    private void up(int rows) {
        row -= rows;
        if (row < Math.max(0, lines.size() - height)) {
            throw new AssertionError("the cursor would leave the screen: " + rows + " up");
        }
    }

    private void clearBelow() {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        while (lines.size() > row + 1) {
            lines.removeLast();
        }
    }

    private void newLine() {
        row++;
        column = 0;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    private void put(char c) {
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }

    boolean cursorShown() {
        return cursorShown;
    }

    /** Everything from the first line on, also what has scrolled away. */
    List<String> lines() {
        return lines.stream().map(StringBuilder::toString).toList();
    }
}
