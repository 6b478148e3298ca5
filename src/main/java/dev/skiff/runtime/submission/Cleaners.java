package dev.skiff.runtime.submission;

import dev.skiff.engine.TaskState;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Executors;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes runs, and what is left of them in their executors, each of which is opened once. */
public final class Cleaners implements AutoCloseable {
    private final RunStore store;
    private final Executors executors;
    private final Artifacts artifacts;
    private final Map<String, TaskExecutor> open = new HashMap<>();

    public Cleaners(RunStore store, Executors executors, Artifacts artifacts) {
        this.store = store;
        this.executors = executors;
        this.artifacts = artifacts;
    }

    private TaskExecutor of(Origin origin) {
        return open.computeIfAbsent(origin.executor(), name -> {
            TaskExecutor executor = executors.open(name, new Executors.Settings(false, null, false));
            executor.listen(new Deaf());
            return executor;
        });
    }

    @Override
    public void close() {
        open.values().forEach(TaskExecutor::close);
    }

    /**
     * Of a run that no process drives.
     *
     * @throws StoreException when it cannot be deleted
     * @throws dev.skiff.port.ExecutorException when its executor cannot be asked
     */
    public void delete(StoredRun run) {
        delete(run, null);
    }

    /** @param opened the run's executor; null for it to be opened if there is something to clean up */
    public void delete(StoredRun run, @Nullable TaskExecutor opened) {
        if (mayHaveLeftSomething(run)) {
            (opened == null ? of(store.origin(run.name())) : opened).cleanUp(run.name(), true);
        }
        try {
            artifacts.deleteAll(run.name());
        } catch (ArtifactException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
        store.delete(run.name());
    }

    /** A run that succeeded has been cleaned up; one that failed may have kept its volumes. */
    private static boolean mayHaveLeftSomething(StoredRun run) {
        var status = run.workflow().status();
        boolean succeeded = status != null && status.phase() == WorkflowPhase.SUCCEEDED;
        return !run.completed()
                || !succeeded && !run.workflow().spec().volumeClaimTemplates().isEmpty();
    }

    /** Nothing is started, so there is nothing to hear. */
    private static final class Deaf implements TaskListener {
        @Override
        public void observed(TaskRef task, TaskState state) {}

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}
    }
}
