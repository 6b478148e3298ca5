package dev.skiff.standalone;

import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.Origin;
import dev.skiff.port.RunContext;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskRef;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.Refusals;
import dev.skiff.runtime.RunEnd;
import dev.skiff.runtime.Runner;
import dev.skiff.runtime.submission.ArtifactCollector;
import dev.skiff.runtime.submission.Cleaners;
import dev.skiff.runtime.submission.InputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Drives the runs of this process, and asks others of theirs. */
final class Driver implements Control {
    private static final System.Logger LOG = System.getLogger("dev.skiff.standalone");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Steps that are ended have half a minute, usually. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 50;

    private final Parts parts;
    private final Drive drive;
    private final Elsewhere elsewhere;
    private final RunResources resources;
    private final Runner runner;
    private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Driver(Parts parts, Drive drive, RunResources resources) {
        this.parts = parts;
        this.drive = drive;
        this.elsewhere = new Elsewhere(parts.store());
        this.resources = resources;
        this.runner = new Runner(drive.executor(), 0, drive.ports(), new Warnings());
    }

    /** How many runs have not ended. */
    int size() {
        return active.size();
    }

    @Override
    public void start(Workflow workflow, Bundle given, @Nullable Origin repeated, List<NodeStatus> originals) {
        Origin origin = repeated == null ? drive.origin(parts.resources()) : drive.again(repeated);
        follow(given, () -> runner.start(workflow, given, origin, originals));
    }

    private ActiveRun follow(Bundle given, Supplier<ActiveRun> beginning) {
        if (closed) {
            throw new ServiceException(Why.UNAVAILABLE, "skiff is ending");
        }
        ActiveRun run;
        try {
            run = beginning.get();
        } catch (ExecutorException e) {
            throw new ServiceException(Why.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
        active.put(run.name(), run);
        var unused = run.end().thenAccept(end -> ended(run, end, given));
        return run;
    }

    private void ended(ActiveRun run, RunEnd end, Bundle given) {
        active.remove(run.name(), run);
        if (!end.problem().isEmpty()) {
            LOG.log(
                    closed ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    () -> run.name() + ": " + end.problem());
            return;
        }
        // ART-12
        new ArtifactCollector(parts.artifacts())
                .collect(new RunContext(end.workflow(), given), ArtifactCollector.ON_COMPLETION)
                .forEach(sentence -> LOG.log(System.Logger.Level.WARNING, sentence));
    }

    /**
     * Goes on with a run that no process drives.
     *
     * @return empty when it is driven from now on; else why it cannot be here
     */
    String resume(StoredRun run) {
        Origin origin = parts.store().origin(run.name());
        String unfit = unfit(origin);
        if (!unfit.isEmpty()) {
            return unfit;
        }
        try {
            Bundle given = resources.again(run, origin);
            Workflow submitted = run.workflow().toBuilder().status(null).build();
            follow(given, () -> runner.resume(submitted, given));
            return "";
        } catch (InputException | StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Why a run cannot be gone on with here; empty when it can. */
    private String unfit(Origin origin) {
        Origin own = drive.origin(parts.resources());
        if (!origin.executor().equals(own.executor())) {
            return "it runs on " + origin.executor() + ", and this server on " + own.executor();
        }
        if (origin.allowHostPath() && !own.allowHostPath()) {
            return "it was started with --allow-host-path";
        }
        return origin.cluster() == null || origin.cluster().equals(own.cluster())
                ? ""
                : "it was started for another cluster";
    }

    @Override
    public void ask(StoredRun run, Request request) throws InterruptedException {
        ActiveRun own = active.get(run.name());
        String refusal;
        if (own == null && !run.completed() && !run.live()) {
            refusal = resume(run);
            own = active.get(run.name());
            if (own == null) {
                throw Elsewhere.dead(run.name(), " (" + refusal + ")");
            }
        }
        if (own != null && !run.completed()) {
            refusal = asked(own, request);
        } else {
            refusal = elsewhere.ask(run, request);
        }
        Elsewhere.refuse(run, request, refusal);
    }

    private String asked(ActiveRun run, Request request) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        run.ask(request, answer::complete);
        return within(PATIENCE, answer, "run " + run.name() + " does not answer: ask again");
    }

    @Override
    public void retry(StoredRun run, Request.Retry request) throws InterruptedException {
        String refusal = Refusals.of(run.workflow(), Elsewhere.status(run), request);
        if (refusal.isEmpty()) {
            // a moment after its end
            awaitEnd(run.name());
            Origin origin = parts.store().origin(run.name());
            String unfit = unfit(origin);
            refusal = unfit.isEmpty() ? "" : unfit + ": skiff retry " + run.name();
            if (refusal.isEmpty()) {
                again(run, origin, request);
                return;
            }
        }
        throw new ServiceException(Why.CONFLICT, refusal);
    }

    private void again(StoredRun run, Origin origin, Request.Retry request) throws InterruptedException {
        try {
            long before = parts.catalog().version();
            Bundle given = resources.again(run, origin);
            Workflow submitted = run.workflow().toBuilder().status(null).build();
            ActiveRun begun = follow(given, () -> runner.retry(submitted, given, request));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!begun.end().isDone()
                    && System.nanoTime() < end
                    && parts.catalog()
                            .find(run.name())
                            .map(e -> e.version() <= before)
                            .orElse(false)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InputException | StoreException e) {
            throw new ServiceException(Why.CONFLICT, String.valueOf(e.getMessage()), e);
        }
    }

    private void awaitEnd(String name) throws InterruptedException {
        ActiveRun own = active.get(name);
        if (own != null) {
            within(END_PATIENCE, own.end(), "run " + name + " is still being cleaned up: ask again");
        }
    }

    private static <T> T within(Duration patience, CompletableFuture<T> future, String sentence)
            throws InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ServiceException(Why.UNAVAILABLE, sentence, e);
        } catch (ExecutionException e) {
            throw new ServiceException(Why.INTERNAL, String.valueOf(e.getCause()), e);
        }
    }

    /** Ends a run that has not ended before. */
    @Override
    public void delete(StoredRun run) throws InterruptedException {
        ActiveRun own = active.get(run.name());
        if (own != null) {
            own.ask(new Request.Terminate());
            own.hurry();
            awaitEnd(run.name());
        } else if (run.live()) {
            endElsewhere(run);
        }
        StoredRun last = parts.store().find(run.name()).orElse(null);
        if (last == null) {
            return;
        }
        boolean ours = parts.store().origin(run.name()).executor().equals(drive.on());
        try (Cleaners cleaners = new Cleaners(parts.store(), parts.executors(), parts.artifacts())) {
            cleaners.delete(last, ours ? drive.executor() : null);
        } catch (ExecutorException e) {
            throw new ServiceException(Why.UNAVAILABLE, "run " + run.name() + " is not deleted: " + e.getMessage(), e);
        }
    }

    private void endElsewhere(StoredRun run) throws InterruptedException {
        String name = run.name();
        String refusal = elsewhere.ask(run, new Request.Terminate());
        long end = System.nanoTime() + END_PATIENCE.toNanos();
        while (parts.store().isLive(name)) {
            if (System.nanoTime() > end) {
                throw new ServiceException(
                        Why.CONFLICT,
                        "run " + name + " is being driven by another process, which does not end"
                                + (refusal.isEmpty() ? "" : ": " + refusal));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Runs go on, and so do their steps where the executor allows it. */
    void letGo() {
        closed = true;
        List<ActiveRun> left = new ArrayList<>(active.values());
        left.forEach(ActiveRun::letGo);
        try {
            CompletableFuture.allOf(left.stream().map(ActiveRun::end).toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "not all runs could be let go of in time; they can be resumed");
        }
    }

    /** Nobody sits before a screen: what is said goes to the log. */
    private static final class Warnings implements Feed {
        @Override
        public void changed(Change change) {}

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

        @Override
        public void warning(String run, String sentence) {
            LOG.log(System.Logger.Level.WARNING, () -> (run.isEmpty() ? "" : run + ": ") + sentence);
        }
    }
}
