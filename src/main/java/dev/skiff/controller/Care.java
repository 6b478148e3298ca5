package dev.skiff.controller;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.kubernetes.workflows.WorkflowObject;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.runtime.ActiveRun;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What is done for the objects: how they come to be run, and how their requests reach the run. */
record Care(KubeApi api, Drafts drafts, Places places, Throttle throttle, InstantSource clock) {
    private static final Origin ORIGIN = new Origin("kubernetes", List.of(), List.of(), List.of(), true, 0);
    private static final long PAUSE_S = 5;

    ActiveRun started(WorkflowObject object, WorkflowView view, Drafts.Draft.Ready ready) {
        Places.Place place = places.of(view.id().namespace());
        place.records().expect(object, view, ready.resources());
        place.events().begin(view.id(), false);
        return place.runner().start(ready.workflow(), ready.resources(), ORIGIN);
    }

    /** Goes on with what an earlier process, or another controller, has begun. */
    ActiveRun takenUp(WorkflowObject object, WorkflowView view) throws InterruptedException {
        Workflow recorded;
        try {
            recorded = view.workflow();
        } catch (IOException e) {
            throw new dev.skiff.port.StoreException("cannot unmarshall workflow: " + e.getMessage(), e);
        }
        Bundle resources = drafts.resources(view);
        Places.Place place = places.of(view.id().namespace());
        place.records().expect(object, view, recorded, false, resources);
        place.events().begin(view.id(), true);
        return place.runner().resume(recorded, resources);
    }

    /** Asks of a run what somebody asks through its object. */
    void ask(ActiveRun run, WorkflowView before, WorkflowView now) {
        if (!now.shutdown().equals(before.shutdown())) {
            switch (now.shutdown()) {
                case "Stop" -> run.ask(new Request.Stop());
                case "Terminate" -> run.ask(new Request.Terminate());
                default -> {}
            }
        }
        if (now.suspend() && !before.suspend()) {
            run.ask(new Request.Suspend());
        } else if (before.suspend() && !now.suspend()) {
            run.ask(new Request.Resume(NodeSelector.ALL));
        }
    }

    WorkflowEvents events(WorkflowView.Identity id) {
        return places.of(id.namespace()).events();
    }

    void later(Runnable again) {
        CompletableFuture.delayedExecutor(PAUSE_S, TimeUnit.SECONDS)
                .execute(() -> Thread.ofVirtual().start(again));
    }
}
