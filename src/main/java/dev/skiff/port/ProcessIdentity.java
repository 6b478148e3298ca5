package dev.skiff.port;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of this machine, told apart from later ones that get the same number: whose process it was that left something behind.
 *
 * @param startedAt {@link Instant#EPOCH} when the system does not say
 */
public record ProcessIdentity(long pid, Instant startedAt) {

    /** The system derives a start from the machine's boot time, which may be corrected meanwhile, and may be noted in whole seconds. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) (\\S+)");

    public static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    private static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Reads {@link #text()}; empty for anything else, such as half of it. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessIdentity(Long.parseLong(parts.group(1)), Instant.parse(parts.group(2))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** {@code 4711 2026-11-23T20:00:05.120Z}. */
    public String text() {
        return pid + " " + startedAt;
    }

    /**
     * Whether it runs now, seen from the same machine (and, in containers, the same numbering of processes). When the start is not known,
     * the number decides.
     */
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isClose(of(process).startedAt()))
                .isPresent();
    }

    private boolean isClose(Instant start) {
        return start.equals(Instant.EPOCH)
                || startedAt.equals(Instant.EPOCH)
                || Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0;
    }
}
