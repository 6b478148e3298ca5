package dev.skiff.runtime;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.engine.TaskState;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Feed;
import dev.skiff.port.Origin;
import dev.skiff.port.RunContext;
import dev.skiff.port.RunRecord;
import dev.skiff.port.RunRecords;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Drives runs on one executor, each on a thread of its own: what goes wrong in one does not touch another. */
public final class Runner {
    private final Shell shell;
    private final RunRecords store;
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
        return start(workflow, resources, origin, List.of());
    }

    /**
     * The same for a run that repeats another one.
     *
     * @param originals nodes of that one: pods that succeeded there are not run again
     */
    public ActiveRun start(Workflow workflow, Bundle resources, Origin origin, List<NodeStatus> originals) {
        RunRecord record = store.create(workflow, origin);
        RunContext context = RunContext.of(workflow, resources);
        try {
            shell.executor().prepare(context);
        } catch (ExecutorException e) {
            record.close();
            store.delete(record.name());
            throw e;
        }
        return drive(new RunLoop(record, context, originals, shell), RunLoop::start);
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
        return drive(new RunLoop(record, RunContext.of(workflow, resources), shell), RunLoop::resume);
    }

    /**
     * Goes on with a run that has ended, with what the request says is to be run again.
     *
     * @param workflow as submitted
     * @param resources as for {@link #resume}
     * @throws StoreException when a living process drives it, or it cannot be read
     */
    public ActiveRun retry(Workflow workflow, Bundle resources, Request.Retry request) {
        RunRecord record = store.takeOver(workflow.metadata().getName());
        RunLoop loop = new RunLoop(record, RunContext.of(workflow, resources), shell);
        return drive(loop, l -> l.retry(request));
    }

    private ActiveRun drive(RunLoop loop, Consumer<RunLoop> how) {
        loops.put(loop.name(), loop);
        loop.end().thenRun(() -> loops.remove(loop.name(), loop));
        Thread.ofVirtual().name("run-" + loop.name()).start(() -> how.accept(loop));
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
