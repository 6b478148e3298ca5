package dev.skiff.runtime;

import dev.skiff.engine.Run;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Merges snapshots: the first and the last at once, in between at most one a second, and fewer when writing one takes long. One is under
 * way at a time. Used by the run's own thread alone.
 */
final class StatusWriter {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofHours(1);
    /** At most a tenth of the time goes into snapshots. */
    private static final int SHARE = 10;

    /**
     * @param whole the workflow with its present status
     * @param notes adds to a status what the run itself does not know
     * @param nodeNotes the same of a node
     */
    record Source(
            Run run,
            Supplier<Workflow> whole,
            UnaryOperator<WorkflowStatus> notes,
            UnaryOperator<NodeStatus> nodeNotes) {}

    private final RunRecord record;
    private final InstantSource clock;
    private final Source source;
    private final Runnable wake;
    private final Consumer<String> kept;
    private Set<String> touched = new LinkedHashSet<>();
    private List<String> ended = new ArrayList<>();
    private List<String> endedInWriting = List.of();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private @Nullable Instant next;
    private @Nullable Instant lazySince;
    private boolean dirty;
    private boolean anew;

    /**
     * @param wake called from any thread when a snapshot has been written
     * @param kept told the node of each task whose end has come to be kept
     */
    StatusWriter(RunRecord record, InstantSource clock, Source source, Runnable wake, Consumer<String> kept) {
        this.record = record;
        this.clock = clock;
        this.source = source;
        this.wake = wake;
        this.kept = kept;
    }

    /** @param begun whether all that happened is that something has begun: the record may let that wait */
    void changed(Collection<String> nodes, boolean begun) {
        touched.addAll(nodes);
        if (!begun) {
            lazySince = null;
        } else if (!dirty) {
            lazySince = clock.instant();
        }
        dirty = true;
    }

    /** Everything may be other than it was. */
    void changedAltogether() {
        anew = true;
        changed(List.of(), false);
    }

    /** The end of a task is in the record's events, or will be in the next snapshot. */
    void ended(String nodeId) {
        if (record.keepsEvents()) {
            kept.accept(nodeId);
        } else {
            ended.add(nodeId);
        }
    }

    /** How long to wait at most before {@link #writeIfDue} has something to do; whoever waits is woken when a snapshot is written. */
    Duration patience() {
        return !dirty || !writing.isDone() ? IDLE : Duration.between(clock.instant(), due());
    }

    private Instant due() {
        Instant due = next;
        Instant since = lazySince;
        if (due == null) {
            return Instant.EPOCH;
        }
        Instant waited = since == null ? due : since.plus(record.patience());
        return waited.isAfter(due) ? waited : due;
    }

    /** @throws StoreException when the last snapshot cannot be written */
    void writeIfDue() throws InterruptedException {
        if (writing.isDone()) {
            written();
            if (dirty && !clock.instant().isBefore(due())) {
                begin();
            }
        }
    }

    /** As soon as it may be. */
    void write() throws InterruptedException {
        next = null;
        dirty = true;
        writeIfDue();
    }

    /** Returns when everything is written. */
    void finish() throws InterruptedException {
        written();
        if (dirty) {
            begin();
            written();
        }
        ended.forEach(kept);
        ended.clear();
    }

    private void written() throws InterruptedException {
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException s ? s : new StoreException("the status is lost: " + e, e);
        }
        List<String> safe = endedInWriting;
        endedInWriting = List.of();
        safe.forEach(kept);
    }

    private void begin() {
        Instant start = clock.instant();
        Present progress = new Present(source, touched, anew);
        endedInWriting = ended;
        ended = new ArrayList<>();
        touched = new LinkedHashSet<>();
        anew = false;
        dirty = false;
        lazySince = null;
        writing = record.status(progress);
        Instant end = clock.instant();
        Duration rest = Duration.between(start, end).multipliedBy(SHARE);
        next = end.plus(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
        if (!writing.isDone()) {
            CompletableFuture<Void> unused = writing.whenComplete((done, failure) -> wake.run());
        }
    }

    private record Present(Source source, Set<String> touched, boolean isAnew) implements Progress {

        @Override
        public Workflow workflow() {
            return source.whole().get();
        }

        @Override
        public WorkflowStatus summary() {
            return source.notes().apply(source.run().summary());
        }

        @Override
        public Collection<String> changed() {
            return isAnew ? source.run().nodeIds() : touched;
        }

        @Override
        public NodeStatus node(String id) {
            return source.nodeNotes().apply(source.run().node(id));
        }
    }
}
