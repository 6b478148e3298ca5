package dev.skiff.cli;

import dev.skiff.port.service.LogQuery;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lines of which pods. This machine keeps the output as it was written, without times, and refuses what needs them. */
final class LogOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Lines that match (RE2).")
    String grep = "";

    @Option(names = "--tail", paramLabel = "N", description = "The last lines of each container.")
    long tail = -1;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "Lines that are not older, such as 5m; of a cluster.")
    @Nullable
    String since;

    @Option(
            names = "--since-time",
            paramLabel = "TIME",
            description = "Lines that are not older, RFC 3339; of a cluster.")
    @Nullable
    String sinceTime;

    @Option(names = "--timestamps", description = "With the time of each line; of a cluster.")
    boolean timestamps;

    @Option(
            names = {"-p", "--previous"},
            description = "Of the container's life before this one; of a cluster.")
    boolean previous;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Pods with these labels.")
    String labels = "";

    @Option(names = "--no-color", description = "Without colours.")
    boolean noColor;

    /** @param container empty for {@code main} */
    LogQuery query(String pod, boolean follow, String container, Instant now) {
        if (since != null && sinceTime != null) {
            throw wrong("--since and --since-time say the same: give one of them");
        }
        Instant from = since != null
                ? now.minus(Spans.parse(since, "--since", this::wrong))
                : sinceTime == null ? null : time(sinceTime);
        return new LogQuery(pod, container, labels, follow, previous, timestamps, from, tail, 0, grep);
    }

    /** RFC 3339. */
    private Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw wrong("--since-time takes a time such as 2026-01-31T12:00:00Z, not '" + text + "'");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
