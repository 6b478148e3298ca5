package dev.skiff.kubernetes.workflows;

import dev.skiff.model.Bundle;
import dev.skiff.model.Labels;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Origin;
import dev.skiff.port.RunRecord;
import dev.skiff.port.RunRecords;
import dev.skiff.port.StoreException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The records of the runs of one namespace: the objects themselves, which have to be made known before they are run. */
public final class ClusterRecords implements RunRecords {

    /**
     * An object that is to be run.
     *
     * @param recorded the workflow with the status that the run goes on from; null for a new one
     */
    private record Known(
            WorkflowObject object,
            WorkflowView view,
            @Nullable Workflow recorded,
            Bundle resources) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** A new workflow, of which nothing is recorded. */
    public void expect(WorkflowObject object, WorkflowView view, Bundle resources) {
        known.put(object.id().name(), new Known(object, view, null, resources));
    }

    /**
     * A workflow that goes on.
     *
     * @param recorded with its status, nodes unpacked
     */
    public void expect(WorkflowObject object, WorkflowView view, Workflow recorded, Bundle resources) {
        known.put(object.id().name(), new Known(object, view, recorded, resources));
    }

    @Override
    public RunRecord create(Workflow workflow, Origin origin) {
        return record(workflow.metadata().getName());
    }

    @Override
    public RunRecord takeOver(String name) {
        return record(name);
    }

    private RunRecord record(String name) {
        Known k = known.remove(name);
        if (k == null) {
            throw new StoreException("there is no workflow " + name + " that is to be run");
        }
        Workflow recorded = k.recorded();
        WorkflowStatus status = recorded == null ? null : recorded.status();
        boolean said = k.view().annotations().containsKey(Labels.POD_NAME_FORMAT);
        int size = k.view().sizeWithoutStatus();
        return new ClusterRecord(
                k.object(),
                new StatusPatch(k.object().id(), said, size, status, k.object()::labelsFor),
                recorded == null ? null : new RunRecord.Snapshot(recorded, k.resources()));
    }

    @Override
    public void delete(String name) {
        known.remove(name);
    }
}
