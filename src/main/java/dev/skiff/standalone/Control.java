package dev.skiff.standalone;

import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of runs when somebody asks for it. */
interface Control {

    /**
     * When it returns, the run is in the store.
     *
     * @param repeated of the run that this one repeats; null for none
     * @param originals nodes of that one whose outcomes are kept
     * @throws ServiceException UNAVAILABLE when the executor cannot work
     */
    void start(Workflow workflow, Bundle given, @Nullable Origin repeated, List<NodeStatus> originals);

    /** Returns when the run goes on. @throws ServiceException CONFLICT when it cannot be tried again */
    void retry(StoredRun run, Request.Retry request) throws InterruptedException;

    /** @throws ServiceException CONFLICT when the run is in no state for it, INVALID when it has not what is asked for */
    void ask(StoredRun run, Request request) throws InterruptedException;

    /** Forgets a run with all that it has left. */
    void delete(StoredRun run) throws InterruptedException;
}
