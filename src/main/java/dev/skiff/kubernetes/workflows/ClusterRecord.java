package dev.skiff.kubernetes.workflows;

import dev.skiff.engine.Event;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run whose record is the status of its Workflow object. Events are not kept: what follows from them is in the status, and what is not
 * written yet is seen again on the pods.
 */
final class ClusterRecord implements RunRecord {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");
    private static final Duration BEGUN = Duration.ofSeconds(3);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 15_000;

    private final WorkflowObject object;
    private final StatusPatch patches;
    private final @Nullable Snapshot snapshot;
    private volatile boolean closed;

    /** @param snapshot what the run goes on from; null for a new one */
    ClusterRecord(WorkflowObject object, StatusPatch patches, @Nullable Snapshot snapshot) {
        this.object = object;
        this.patches = patches;
        this.snapshot = snapshot;
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    @Override
    public String name() {
        return object.id().name();
    }

    @Override
    public boolean keepsEvents() {
        return false;
    }

    @Override
    public Duration patience() {
        return BEGUN;
    }

    @Override
    public void append(List<Event> events) {}

    @Override
    public void replay(Consumer<Event> reader) {}

    @Override
    public CompletableFuture<Void> status(Progress progress) {
        byte[] patch;
        try {
            patch = patches.of(progress);
        } catch (StatusPatch.TooLarge e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        send(Call.merge(object.id().path(), patch).forMetadata(), FIRST_PAUSE_MS, written);
        return written;
    }

    /** Until it is written, or never can be: the cluster may be away for long, and the run goes on meanwhile. */
    private void send(Call call, long pause, CompletableFuture<Void> written) {
        var unused = object.write(call).whenComplete((answer, failure) -> {
            if (failure == null) {
                written.complete(null);
                return;
            }
            KubeProblem problem = KubeProblem.in(failure);
            if (isFinal(problem)) {
                written.completeExceptionally(new StoreException(
                        "the status of workflow " + object.id() + " cannot be written: " + problem.getMessage(),
                        problem));
                return;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "the status of workflow " + object.id() + " cannot be written now, it is tried again: "
                            + problem.getMessage());
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
                    .execute(() -> send(call, Math.min(LONGEST_PAUSE_MS, pause * 2), written));
        });
    }

    private boolean isFinal(KubeProblem problem) {
        // of a patch, a conflict is about the uid, or passes
        boolean another =
                problem.isConflict() && String.valueOf(problem.getMessage()).contains("UID");
        boolean refused = problem.status() == 400 || problem.status() == 413 || problem.status() == 422;
        return closed || problem.isNotFound() || another || refused;
    }

    /** Logs of containers are the cluster's to keep. */
    @Override
    public void output(String nodeId, String container, byte[] chunk) {}

    @Override
    public void forgetOutput(String nodeId) {}

    /** What is asked of it is asked through the object: see {@link WorkflowView}. */
    @Override
    public void listen(Requests requests) {}

    @Override
    public void close() {
        closed = true;
    }
}
