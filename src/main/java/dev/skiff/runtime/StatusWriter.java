package dev.skiff.runtime;

import dev.skiff.model.Workflow;
import dev.skiff.port.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Merges snapshots: the first and the last at once, in between at most one a second, and fewer when writing one takes long. */
final class StatusWriter {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofHours(1);
    /** At most a tenth of the time goes into snapshots. */
    private static final int SHARE = 10;

    private final RunRecord record;
    private final InstantSource clock;
    private final Supplier<Workflow> snapshot;
    private @Nullable Instant next;
    private boolean dirty;

    StatusWriter(RunRecord record, InstantSource clock, Supplier<Workflow> snapshot) {
        this.record = record;
        this.clock = clock;
        this.snapshot = snapshot;
    }

    void changed() {
        dirty = true;
    }

    /** How long to wait at most before {@link #writeIfDue} has something to do. */
    Duration patience() {
        Instant due = next;
        if (!dirty) {
            return IDLE;
        }
        return due == null ? Duration.ZERO : Duration.between(clock.instant(), due);
    }

    void writeIfDue() {
        Instant due = next;
        if (dirty && (due == null || !clock.instant().isBefore(due))) {
            write();
        }
    }

    void write() {
        Instant begin = clock.instant();
        record.status(snapshot.get());
        Instant end = clock.instant();
        Duration rest = Duration.between(begin, end).multipliedBy(SHARE);
        next = end.plus(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
        dirty = false;
    }
}
