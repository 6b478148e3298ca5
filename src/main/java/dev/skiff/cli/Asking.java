package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Request;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.Refusals;
import java.util.List;

/** Asks something of workflows, one after the other; what is refused stops nothing. */
final class Asking {
    private final Served served;
    private final boolean dryRun;

    /** @param dryRun whether only to say what would be asked */
    Asking(Served served, boolean dryRun) {
        this.served = served;
        this.dryRun = dryRun;
    }

    /** @param done what to print of each, where {@code %s} is its name. @return the exit code */
    int of(List<String> names, Request request, String done) throws InterruptedException {
        CommandContext context = served.context();
        int code = 0;
        for (String name : names) {
            String refusal = refusal(name, request);
            if (refusal.isEmpty()) {
                context.out().println(done.formatted(name) + (dryRun ? " (dry-run)" : ""));
            } else {
                context.err().println("skiff: " + name + ": " + refusal);
                code = 1;
            }
        }
        if (names.isEmpty()) {
            context.err().println("skiff: no workflow matches");
        }
        context.out().flush();
        return code;
    }

    private String refusal(String name, Request request) throws InterruptedException {
        try {
            if (!dryRun) {
                served.session().ask(served.namespace(), name, request);
                return "";
            }
            JsonNode found = served.session().get(ResourceKind.WORKFLOW, served.namespace(), name);
            if (ServedWorkflow.isInterrupted(found)) {
                return "no process drives this run, its own has died: skiff resume " + name + " goes on with it";
            }
            Workflow workflow = ServedWorkflow.of(found);
            WorkflowStatus status = workflow.status();
            return Refusals.of(
                    workflow, status == null ? WorkflowStatus.builder().build() : status, request);
        } catch (ServiceException e) {
            return Failures.refusal(e);
        }
    }
}
