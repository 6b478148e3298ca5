package dev.skiff.controller;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.WorkflowObject;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.LogFields;
import dev.skiff.port.StoreException;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.RunEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One Workflow object under this controller's care, from the moment it is seen to the moment its end is written or it is gone. What goes
 * wrong with it is said on it, and touches no other.
 */
final class Driven {
    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");

    private final Care care;
    private final WorkflowObject object;
    private final Throttle.Place place;
    private final Instant seenAt;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private WorkflowView latest;
    private @Nullable ActiveRun run;
    private boolean leaving;
    private boolean gone;
    private volatile boolean left;

    Driven(Care care, WorkflowView view) {
        this.care = care;
        this.latest = view;
        this.seenAt = care.clock().instant();
        this.object = new WorkflowObject(care.api(), view.id(), this::edited, care.archiving()::wants);
        object.labelled(view.labels());
        this.place = new Throttle.Place(view.id().namespace(), view.id().uid(), view.priority(), view.created());
    }

    WorkflowView.Identity id() {
        return object.id();
    }

    /** Completes when nothing is done for the object here any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** The last version that this process has made; empty for none. */
    String lastVersion() {
        return object.lastVersion();
    }

    /** Begins with it when its turn has come. @param before when what was done for an object of the same name is over */
    void enter(CompletableFuture<Void> before) {
        Duration untouched = care.initialDelay().get();
        Duration left = isNew(latest) && untouched.isPositive()
                ? Duration.between(seenAt, latest.created().plus(untouched))
                : Duration.ZERO;
        if (left.isPositive()) {
            care.later(left, () -> enterNow(before));
        } else {
            enterNow(before);
        }
    }

    private void enterNow(CompletableFuture<Void> before) {
        WorkflowView view = latest();
        Runnable begin = () -> before.whenComplete(
                (nothing, failure) -> Thread.ofVirtual().name("start-" + id()).start(this::begin));
        if (!isNew(view) || view.shutdown().equals("Terminate")) {
            care.throttle().force(place);
            begin.run();
        } else if (care.throttle().enter(place, begin) && view.phase().isEmpty()) {
            say(
                    WorkflowPhase.PENDING,
                    "Workflow processing has been postponed because too many workflows are already running");
        }
    }

    /** Whether nothing of it has been run yet. */
    private static boolean isNew(WorkflowView view) {
        // with nodes and without a phase it is one that argo has just retried (RETRYWF-04)
        return (view.phase().isEmpty() || view.phase().equals("Pending")) && !view.hasNodes();
    }

    private void begin() {
        WorkflowView view;
        synchronized (this) {
            view = latest;
            if (gone || leaving) {
                finish();
                return;
            }
        }
        try {
            ActiveRun started = isNew(view) ? started(view) : care.takenUp(object, view);
            if (started != null) {
                follow(started, view);
            }
        } catch (KubeProblem e) {
            LOG.log(System.Logger.Level.WARNING, () -> "workflow " + id() + " cannot be begun now: " + e.getMessage());
            care.later(this::begin);
        } catch (ExecutorException | StoreException | MalformedStatus e) {
            end(WorkflowPhase.ERROR, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            finish();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(System.Logger.Level.ERROR, "workflow " + id() + " cannot be begun", e);
            end(WorkflowPhase.ERROR, "skiff itself failed with this workflow (please report it): " + e);
        }
    }

    private @Nullable ActiveRun started(WorkflowView view) throws InterruptedException {
        return switch (care.drafts().of(view)) {
            case Drafts.Draft.Refused refused -> {
                end(refused.phase(), refused.message());
                yield null;
            }
            case Drafts.Draft.Ready ready -> care.started(object, view, ready);
        };
    }

    private void follow(ActiveRun started, WorkflowView begunWith) {
        WorkflowView now;
        synchronized (this) {
            run = started;
            now = latest;
            if (now == begunWith) {
                // what has been taken up need not be kept twice
                latest = now.withoutBody();
            }
            if (gone) {
                started.lost("workflow " + id() + " was deleted");
            } else if (leaving) {
                started.letGo();
            }
        }
        started.end().thenAccept(this::ended);
        if (!now.version().equals(begunWith.version())) {
            care.show(started, now);
        }
    }

    /** The last version that somebody else has made. */
    synchronized WorkflowView latest() {
        return latest;
    }

    /** It is among those that have not ended no longer: see {@link #lastVersion}. */
    void left() {
        left = true;
    }

    synchronized boolean isGone() {
        return gone;
    }

    boolean hasLeft() {
        return left;
    }

    /** Whether somebody else has made this version; what cannot be told yet is taken in later. */
    boolean isForeign(WorkflowView view) {
        return object.isForeign(view);
    }

    /** Another version of the object was seen. */
    void seen(WorkflowView view) {
        if (object.isForeign(view)) {
            edited(view);
        }
    }

    /** How the object is now; what happened to it before was missed, so that a version of ours may have more in it than we wrote. */
    void listed(WorkflowView view) {
        object.isForeign(view);
        edited(view);
    }

    /** Somebody else has changed the object. */
    private void edited(WorkflowView view) {
        if (view.completed()) {
            gone("workflow " + id() + " was ended by somebody else");
            return;
        }
        ActiveRun active;
        synchronized (this) {
            latest = view;
            active = run;
        }
        if (active != null) {
            Thread.ofVirtual().name("edit-" + id()).start(() -> care.show(active, view));
        } else if (view.shutdown().equals("Terminate") && isNew(view)) {
            // PAR-04: not held back any longer
            care.throttle().leave(place);
            enter(CompletableFuture.completedFuture(null));
        }
    }

    /** The object is gone, or somebody else has ended it. */
    void gone(String why) {
        ActiveRun active;
        synchronized (this) {
            gone = true;
            active = run;
        }
        if (active != null) {
            active.lost(why);
        }
        care.throttle().leave(place);
    }

    /** Others drive it from here on. */
    void leave() {
        ActiveRun active;
        synchronized (this) {
            leaving = true;
            active = run;
        }
        if (active != null) {
            active.letGo();
        } else {
            over.complete(null);
        }
    }

    private void ended(RunEnd end) {
        boolean told;
        synchronized (this) {
            told = gone || leaving;
        }
        if (told && !end.problem().isEmpty()) {
            // an object that got the label of those that have ended is told of as deleted, too: its run has no problem
            care.meters().forget(id().uid());
        }
        if (end.problem().isEmpty()) {
            if (object.isToBeArchived()) {
                // it may be deleted when that is done
                care.archivist().ended(id());
            } else {
                care.expiry().ended(id(), end.workflow());
            }
            tell(end);
        }
        if (!end.problem().isEmpty() && !told) {
            end(WorkflowPhase.ERROR, end.problem());
        } else {
            finish();
        }
    }

    /** The one line of the log that each workflow has. */
    private void tell(RunEnd end) {
        var status = end.workflow().status();
        String message = status == null ? null : status.message();
        try (LogFields fields = LogFields.ofWorkflow(id().namespace(), id().name())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "workflow " + id() + " has ended: "
                            + (status == null || status.phase() == null
                                    ? ""
                                    : status.phase().text())
                            + (message == null || message.isEmpty() ? "" : ", " + message));
        }
    }

    /** It ends without a run that could say so. */
    private void end(WorkflowPhase phase, String message) {
        care.events(id()).begin(id(), false);
        care.events(id()).changed(new Feed.Change(id().name(), phase, message, List.of()));
        object.say(phase, message, seenAt, care.clock().instant()).whenComplete((answer, failure) -> {
            if (failure != null && !KubeProblem.in(failure).isNotFound()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "workflow " + id() + " has ended (" + message + "), and that cannot be written: "
                                + KubeProblem.in(failure).getMessage());
            } else if (object.isToBeArchived()) {
                care.archivist().ended(id());
            }
            finish();
        });
    }

    private void say(WorkflowPhase phase, String message) {
        object.say(phase, message, seenAt, care.clock().instant()).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "workflow " + id() + ": "
                                + KubeProblem.in(failure).getMessage());
            }
        });
    }

    private void finish() {
        care.events(id()).end(id());
        care.throttle().leave(place);
        over.complete(null);
    }
}
