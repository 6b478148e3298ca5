package dev.skiff.controller;

import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.kubernetes.workflows.WorkflowObject;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Bundle;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.Meters;
import dev.skiff.port.Origin;
import dev.skiff.runtime.ActiveRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is done for the objects: how they come to be run, and how their requests reach the run. */
record Care(
        KubeApi api,
        Drafts drafts,
        Places places,
        Throttle throttle,
        Expiry expiry,
        Archivist archivist,
        Archiving archiving,
        Supplier<Duration> initialDelay,
        Meters meters,
        InstantSource clock) {
    private static final Origin ORIGIN = new Origin("kubernetes", List.of(), List.of(), List.of(), true, 0);
    private static final long PAUSE_S = 5;

    ActiveRun started(WorkflowObject object, WorkflowView view, Drafts.Draft.Ready ready) {
        Places.Place place = places.of(view.id().namespace());
        place.records().expect(object, view, ready.resources());
        place.events().begin(view.id(), false);
        if (!ready.warnings().isEmpty()) {
            place.events().ignored(view.id(), ready.warnings());
        }
        return place.runner().start(ready.workflow(), ready.resources(), ORIGIN);
    }

    /**
     * Goes on with what an earlier process, or another controller, has begun.
     *
     * @throws MalformedStatus when what is recorded cannot be read
     */
    ActiveRun takenUp(WorkflowObject object, WorkflowView view) throws InterruptedException {
        Workflow recorded = view.workflow();
        Bundle resources = drafts.resources(view);
        Places.Place place = places.of(view.id().namespace());
        place.records().expect(object, view, recorded, resources);
        place.events().begin(view.id(), true);
        return place.runner().resume(recorded, resources);
    }

    /** Shows a run its object, which somebody has changed. */
    void show(ActiveRun run, WorkflowView now) {
        try {
            run.seen(now.workflow());
        } catch (MalformedStatus e) {
            System.getLogger("dev.skiff.controller")
                    .log(
                            System.Logger.Level.WARNING,
                            () -> "workflow " + now.id() + " was changed to what cannot be read, which is ignored: "
                                    + e.getMessage());
        }
    }

    WorkflowEvents events(WorkflowView.Identity id) {
        return places.of(id.namespace()).events();
    }

    void later(Runnable again) {
        later(Duration.ofSeconds(PAUSE_S), again);
    }

    void later(Duration pause, Runnable again) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> Thread.ofVirtual().start(again));
    }
}
