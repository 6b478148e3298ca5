package dev.skiff.port.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of which pods.
 *
 * @param pod name of a pod, or id of a node; empty for all of the workflow
 * @param container empty for {@code main}; {@link #EACH_CONTAINER} for all where the service has them apart: on one machine
 * @param labels a selector of pods; empty for all
 * @param follow whether to wait for what comes, until the workflow has ended
 * @param since lines that are not older; null for all
 * @param tail the last so many lines of each container; negative for all
 * @param limitBytes of each container; 0 for all
 * @param grep a regular expression (RE2) that lines must match; empty for all
 */
public record LogQuery(
        String pod,
        String container,
        String labels,
        boolean follow,
        boolean previous,
        boolean timestamps,
        @Nullable Instant since,
        long tail,
        long limitBytes,
        String grep) {
    /** Lines of others than {@code main} are of {@code POD/CONTAINER} then. */
    public static final String EACH_CONTAINER = "*";

    /** Everything of all pods. @param follow whether to wait for what comes */
    public static LogQuery all(boolean follow) {
        return new LogQuery("", "", "", follow, false, false, null, -1, 0, "");
    }
}
