package dev.skiff.standalone;

import dev.skiff.engine.Request;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.RunStore;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.runtime.Refusals;

/** Runs that this process does not drive. */
record Elsewhere(RunStore store) {

    /** @return why the process that drives it refuses; empty when it has done so */
    String ask(StoredRun run, Request request) {
        if (run.completed()) {
            return Refusals.of(run.workflow(), status(run), request);
        }
        try {
            store.ask(run.name(), request);
            return "";
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static WorkflowStatus status(StoredRun run) {
        WorkflowStatus status = run.workflow().status();
        return status == null ? WorkflowStatus.builder().build() : status;
    }

    /** @param refusal why not; empty for nothing to be thrown. @throws ServiceException in the kind that fits */
    static void refuse(StoredRun run, Request request, String refusal) {
        if (!refusal.isEmpty()) {
            throw new ServiceException(isAboutNodes(request) && !run.completed() ? Why.INVALID : Why.CONFLICT, refusal);
        }
    }

    private static boolean isAboutNodes(Request request) {
        return switch (request) {
            case Request.Resume r -> true;
            case Request.StopNodes s -> true;
            case Request.SetNodes s -> true;
            case Request.Stop s -> false;
            case Request.Terminate t -> false;
            case Request.Suspend s -> false;
            case Request.Unsuspend u -> false;
            case Request.Retry r -> false;
        };
    }

    /** @param why nobody here goes on with it, in parentheses with a space before them; or empty */
    static ServiceException dead(String run, String why) {
        return new ServiceException(
                Why.CONFLICT,
                "no process drives this run, its own has died" + why + ": skiff resume " + run
                        + " goes on with it, and it can be asked then; skiff delete " + run + " forgets it");
    }
}
