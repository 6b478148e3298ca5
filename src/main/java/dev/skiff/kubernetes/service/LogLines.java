package dev.skiff.kubernetes.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Cuts a container's log, in which each line begins with its time, into lines. What was given already before the log was read anew is passed
 * over; a line that is too long comes in pieces.
 */
final class LogLines {
    static final int LONGEST = 64 * 1024;
    private static final int LONGEST_TIME = 40;

    /** Takes a line. */
    interface Taker {
        /** @param time as the kubelet writes it; empty when it is not known */
        void take(String time, String content) throws InterruptedException;
    }

    private final Taker taker;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean inside;
    private String time = "";
    private boolean passedOver;
    /** Of the last line that was given. */
    private String lastTime = "";
    /** How many lines of that time were given. */
    private int atLastTime;
    /** Lines up to here were given before the log was read anew. */
    private String knownTime = "";

    private int knownAtTime;

    LogLines(Taker taker) {
        this.taker = taker;
    }

    /** The time of the last line in whole seconds, from which the log is to be read anew; empty before the first. */
    String since() {
        return lastTime.isEmpty()
                ? ""
                : Instant.parse(lastTime).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What comes now is the log anew, from {@link #since} on. */
    void again() {
        begun.reset();
        inside = false;
        knownTime = lastTime;
        knownAtTime = atLastTime;
    }

    void take(byte[] bytes) throws InterruptedException {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, from, i - from);
                from = i + 1;
                give(begun.size());
                inside = false;
            } else if (begun.size() + i - from >= LONGEST + LONGEST_TIME) {
                begun.write(bytes, from, i - from);
                from = i;
                givePiece();
            }
        }
        begun.write(bytes, from, bytes.length - from);
    }

    /** The last line may have no end. */
    void finish() throws InterruptedException {
        if (begun.size() > 0) {
            give(begun.size());
        }
    }

    /** Without the half of a character at its end. */
    private void givePiece() throws InterruptedException {
        byte[] all = begun.toByteArray();
        int end = Math.min(all.length, LONGEST);
        int cut = end;
        while (cut > end - 4 && cut < all.length && (all[cut] & 0xC0) == 0x80) {
            cut--;
        }
        give(cut);
        begun.write(all, cut, all.length - cut);
        inside = true;
    }

    private void give(int length) throws InterruptedException {
        byte[] all = begun.toByteArray();
        begun.reset();
        if (inside && length == 0) {
            return; // the line was as long as its pieces
        }
        String text = new String(all, 0, length, StandardCharsets.UTF_8);
        if (!inside) {
            int space = text.indexOf(' ');
            String first = space < 0 ? text : text.substring(0, space);
            time = isTime(first) ? first : "";
            passedOver = !time.isEmpty() && isKnown(time);
            if (!time.isEmpty()) {
                text = space < 0 ? "" : text.substring(space + 1);
            }
            if (!passedOver && !time.isEmpty()) {
                atLastTime = time.equals(lastTime) ? atLastTime + 1 : 1;
                lastTime = time;
            }
        }
        if (!passedOver) {
            taker.take(time, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }

    private boolean isKnown(String at) {
        if (knownTime.isEmpty()) {
            return false;
        }
        int order = Instant.parse(at).compareTo(Instant.parse(knownTime));
        if (order == 0 && knownAtTime > 0) {
            knownAtTime--;
            return true;
        }
        return order < 0;
    }

    private static boolean isTime(String text) {
        if (text.length() < 20 || text.length() > LONGEST_TIME || text.charAt(4) != '-' || text.charAt(10) != 'T') {
            return false;
        }
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
