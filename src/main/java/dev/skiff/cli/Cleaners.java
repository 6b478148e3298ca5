package dev.skiff.cli;

import dev.skiff.engine.TaskState;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Executors;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.util.HashMap;
import java.util.Map;

/** Deletes runs, and what is left of them in their executors, each of which is opened once. */
final class Cleaners implements AutoCloseable {
    private final CommandContext context;
    private final Map<String, TaskExecutor> open = new HashMap<>();

    Cleaners(CommandContext context) {
        this.context = context;
    }

    private TaskExecutor of(Origin origin) {
        return open.computeIfAbsent(origin.executor(), name -> {
            TaskExecutor executor = context.executors().open(name, new Executors.Settings(false, null, false));
            executor.listen(new Deaf());
            return executor;
        });
    }

    @Override
    public void close() {
        open.values().forEach(TaskExecutor::close);
    }

    /** Of a run that no process drives. */
    void delete(StoredRun run) {
        if (mayHaveLeftSomething(run)) {
            of(context.store().origin(run.name())).cleanUp(run.name(), true);
        }
        try {
            context.artifacts().deleteAll(run.name());
        } catch (ArtifactException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
        context.store().delete(run.name());
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
