package dev.skiff.cli;

import dev.skiff.engine.Request;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.runtime.Refusals;
import java.util.List;

/** Asks something of runs that other processes drive, one after the other; what is refused stops nothing. */
final class Asking {
    private final CommandContext context;
    private final boolean dryRun;

    /** @param dryRun whether only to say what would be asked */
    Asking(CommandContext context, boolean dryRun) {
        this.context = context;
        this.dryRun = dryRun;
    }

    /** @param done what to print of each, where {@code %s} is its name. @return the exit code */
    int of(List<StoredRun> runs, Request request, String done) {
        int code = 0;
        for (StoredRun run : runs) {
            String refusal = refusal(run, request);
            if (refusal.isEmpty()) {
                context.out().println(done.formatted(run.name()) + (dryRun ? " (dry-run)" : ""));
            } else {
                context.err().println("skiff: " + run.name() + ": " + refusal);
                code = 1;
            }
        }
        if (runs.isEmpty()) {
            context.err().println("skiff: no run matches");
        }
        context.out().flush();
        return code;
    }

    private String refusal(StoredRun run, Request request) {
        if (run.completed()) {
            return Refusals.of(run.workflow(), status(run), request);
        }
        if (!run.live()) {
            return "no process drives this run, its own has died: skiff resume " + run.name()
                    + " goes on with it, and it can be asked then; skiff delete " + run.name() + " forgets it";
        }
        if (dryRun) {
            return Refusals.of(run.workflow(), status(run), request);
        }
        try {
            context.store().ask(run.name(), request);
            return "";
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static WorkflowStatus status(StoredRun run) {
        WorkflowStatus status = run.workflow().status();
        return status == null ? WorkflowStatus.builder().build() : status;
    }
}
