package dev.skiff.standalone;

import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.runtime.submission.Cleaners;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drives nothing: asks the processes that do, and deletes what none drives. */
final class Bystander implements Control, AutoCloseable {
    private final Elsewhere elsewhere;
    /** Executors are opened once, however many runs are deleted. */
    private final Cleaners cleaners;

    Bystander(Parts parts) {
        this.elsewhere = new Elsewhere(parts.store());
        this.cleaners = new Cleaners(parts.store(), parts.executors(), parts.artifacts());
    }

    @Override
    public void start(Workflow workflow, Bundle given, @Nullable Origin repeated, List<NodeStatus> originals) {
        throw new ServiceException(
                Why.NOT_IMPLEMENTED,
                "there is no server here that would drive it: "
                        + (repeated == null ? "skiff run FILE" : "skiff resubmit NAME") + " does, to its end");
    }

    @Override
    public void retry(StoredRun run, Request.Retry request) {
        throw new ServiceException(
                Why.NOT_IMPLEMENTED,
                "there is no server here that would drive it: skiff retry " + run.name() + " does, to its end");
    }

    @Override
    public void ask(StoredRun run, Request request) {
        if (!run.completed() && !run.live()) {
            throw Elsewhere.dead(run.name(), "");
        }
        Elsewhere.refuse(run, request, elsewhere.ask(run, request));
    }

    @Override
    public synchronized void delete(StoredRun run) {
        if (run.live()) {
            throw new ServiceException(Why.CONFLICT, "it is being driven by another process: end that first");
        }
        try {
            cleaners.delete(run);
        } catch (ExecutorException e) {
            throw new ServiceException(Why.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized void close() {
        cleaners.close();
    }
}
