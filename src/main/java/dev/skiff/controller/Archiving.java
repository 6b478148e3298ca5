package dev.skiff.controller;

import dev.skiff.port.WorkflowArchive;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows are archived when they have ended, and where; asked again whenever it matters.
 *
 * @param archive gives null while there is none
 * @param chosen by the labels of a workflow ({@code archiveLabelSelector})
 * @param timeToLive of what is archived; gives zero for no end
 * @param cleaning how often what has outlived that is looked for
 */
public record Archiving(
        Supplier<@Nullable WorkflowArchive> archive,
        Predicate<Map<String, String>> chosen,
        Supplier<Duration> timeToLive,
        Duration cleaning) {
    /** Nothing is. */
    public static final Archiving NONE =
            new Archiving(() -> null, labels -> false, () -> Duration.ZERO, Duration.ofDays(1));

    boolean isOn() {
        return archive.get() != null;
    }

    /** Whether a workflow that ends with these labels is to be archived. */
    boolean wants(Map<String, String> labels) {
        return isOn() && chosen.test(labels);
    }
}
