package dev.skiff.controller;

import dev.skiff.engine.TimeToLive;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.WorkflowObject;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.Alarms;
import dev.skiff.port.Meters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deletes workflows that have ended when their time has come (GC-01). */
final class Expiry {
    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");
    private static final String TTL = "ttl";

    private final KubeApi api;
    private final Alarms alarms;
    private final Supplier<@Nullable Workflow> defaults;
    private final Meters meters;

    /** @param defaults what lies under every workflow at the moment */
    Expiry(KubeApi api, Alarms alarms, Supplier<@Nullable Workflow> defaults, Meters meters) {
        this.meters = meters;
        this.api = api;
        this.alarms = alarms;
        this.defaults = defaults;
    }

    /** The workflow has ended. */
    void ended(WorkflowView.Identity id, Workflow workflow) {
        Workflow under = defaults.get();
        TimeToLive.end(workflow, under == null ? null : under.spec())
                .ifPresent(due -> alarms.set(run(id), TTL, due, () -> delete(id)));
    }

    /** One that had ended before this process began. */
    void found(WorkflowView view) {
        Workflow under = defaults.get();
        boolean mayExpire =
                view.mentions("ttlStrategy") || (under != null && under.spec().ttlStrategy() != null);
        if (!mayExpire) {
            return;
        }
        try {
            ended(view.id(), view.workflow());
        } catch (MalformedStatus e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "workflow " + view.id() + " is kept: it cannot be read: " + e.getMessage());
        }
    }

    /** It goes on (GC-03), or is there no more. */
    void forget(WorkflowView.Identity id) {
        alarms.clear(run(id));
    }

    /** No run has a name with a space. */
    private static String run(WorkflowView.Identity id) {
        return "expiry " + id.uid();
    }

    /** It is one too many, unless it has been changed meanwhile. */
    void deleteNow(WorkflowView view) {
        delete(view.id(), view.version(), "is one more than the controller keeps");
    }

    private void delete(WorkflowView.Identity id) {
        delete(id, "", "has outlived its ttlStrategy");
    }

    private void delete(WorkflowView.Identity id, String version, String why) {
        var unused = WorkflowObject.delete(api, id, version).whenComplete((answer, failure) -> {
            KubeProblem problem = failure == null ? null : KubeProblem.in(failure);
            if (problem == null || problem.isNotFound()) {
                meters.forget(id.uid());
            }
            if (problem != null && !problem.isNotFound() && !problem.isConflict()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "workflow " + id + " " + why + ", and cannot be deleted: " + problem.getMessage());
            }
        });
    }
}
