package dev.skiff.runtime;

import dev.skiff.engine.Event;
import dev.skiff.engine.TaskState;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.Origin;
import dev.skiff.port.RunContext;
import dev.skiff.port.RunRecord;
import dev.skiff.port.RunStore;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Drives runs on one executor, each on a thread of its own: what goes wrong in one does not touch another. */
public final class Runner {
    private final Shell shell;
    private final RunStore store;
    private final InstantSource clock;
    private final Map<String, RunLoop> loops = new ConcurrentHashMap<>();

    /**
     * @param parallelism how many tasks may run at once; 0 for the executor's own default
     * @param executor nobody listens to it yet
     */
    public Runner(TaskExecutor executor, int parallelism, Ports ports, Feed feed) {
        int places = parallelism > 0 ? parallelism : executor.defaultParallelism();
        this.shell = new Shell(executor, new Admission(Math.max(1, places)), ports, feed);
        this.store = ports.store();
        this.clock = ports.clock();
        executor.listen(new Ears());
    }

    /**
     * Starts a run. When this returns, it is in the store.
     *
     * @param workflow with name, uid and creation time
     * @throws StoreException when there is a run of this name, or nothing can be written
     * @throws ExecutorException when the executor cannot work; nothing is left of the run then
     */
    public ActiveRun start(Workflow workflow, Bundle resources, Origin origin) {
        RunRecord record = store.create(workflow, origin);
        RunContext context = RunContext.of(workflow, resources);
        try {
            shell.executor().prepare(context);
        } catch (ExecutorException e) {
            record.close();
            store.delete(record.name());
            throw e;
        }
        return drive(record, context, RunLoop::start);
    }

    /**
     * Goes on with a run whose process is dead. A run that has ended is only cleaned up once more.
     *
     * @param workflow as submitted
     * @param resources with the Secrets, which are not recorded; of the others, those that were recorded count
     * @throws StoreException when a living process drives it, or it cannot be read
     */
    public ActiveRun resume(Workflow workflow, Bundle resources) {
        RunRecord record = store.takeOver(workflow.metadata().getName());
        return drive(record, RunContext.of(workflow, resources), RunLoop::resume);
    }

    private ActiveRun drive(RunRecord record, RunContext context, Consumer<RunLoop> how) {
        RunLoop loop = new RunLoop(record, context, shell);
        loops.put(record.name(), loop);
        loop.end().thenRun(() -> loops.remove(record.name()));
        Thread.ofVirtual().name("run-" + record.name()).start(() -> how.accept(loop));
        return loop;
    }

    /** Hears the executor and passes on to the run that it is about; one that has ended hears nothing. */
    private final class Ears implements TaskListener {

        @Override
        public void observed(TaskRef task, TaskState state) {
            RunLoop loop = loops.get(task.run());
            if (loop != null) {
                loop.post(new Event.TaskObserved(task.nodeId(), state, clock.instant()));
            }
        }

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
            RunLoop loop = loops.get(task.run());
            if (loop == null) {
                return;
            }
            try {
                loop.record().output(task.nodeId(), container, chunk);
            } catch (StoreException e) {
                loop.cannotKeep(e);
            }
            shell.feed().output(task, container, stderr, chunk);
        }
    }
}
