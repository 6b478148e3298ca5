package dev.skiff.cli;

import dev.skiff.port.service.LogQuery;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lines of which pods of a server or a cluster. */
final class LogOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Lines that match (RE2); of a server or a cluster.")
    String grep = "";

    @Option(names = "--tail", paramLabel = "N", description = "The last lines of each container; likewise.")
    long tail = -1;

    @Option(names = "--since", paramLabel = "DURATION", description = "Lines that are not older, such as 5m; likewise.")
    @Nullable
    String since;

    @Option(names = "--since-time", paramLabel = "TIME", description = "Lines that are not older, RFC 3339; likewise.")
    @Nullable
    String sinceTime;

    @Option(names = "--timestamps", description = "With the time of each line; likewise.")
    boolean timestamps;

    @Option(
            names = {"-p", "--previous"},
            description = "Of the container's life before this one; likewise.")
    boolean previous;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Pods with these labels; likewise.")
    String labels = "";

    @Option(names = "--no-color", description = "Without colours.")
    boolean noColor;

    LogQuery query(String pod, boolean follow, @Nullable String container, Instant now) {
        if (since != null && sinceTime != null) {
            throw wrong("--since and --since-time say the same: give one of them");
        }
        Instant from = since != null
                ? now.minus(Spans.parse(since, "--since", this::wrong))
                : sinceTime == null ? null : ServedLogs.time(sinceTime, this::wrong);
        return new LogQuery(
                pod, container == null ? "" : container, labels, follow, previous, timestamps, from, tail, 0, grep);
    }

    /** Runs of this machine have logs without times, which are read whole. */
    void refuseHere() {
        if (!grep.isEmpty()
                || tail >= 0
                || since != null
                || sinceTime != null
                || timestamps
                || previous
                || !labels.isEmpty()) {
            throw wrong("of runs of this machine all lines are printed: --grep, --tail, --since, --since-time,"
                    + " --timestamps, --previous and -l are for --server or --on kubernetes");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
