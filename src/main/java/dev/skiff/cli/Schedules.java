package dev.skiff.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.List;

/** Suspends schedules, and lets them go on. */
final class Schedules {
    private static final int TRIES = 5;

    private final Served served;

    Schedules(Served served) {
        this.served = served;
    }

    /** @param done what to print of each, where {@code %s} is its name. @return the exit code */
    int suspend(List<String> names, boolean suspended, String done) throws InterruptedException {
        CommandContext context = served.context();
        int code = 0;
        for (String name : names) {
            try {
                suspend(name, suspended);
                context.out().println(done.formatted(name));
            } catch (ServiceException e) {
                context.err().println("skiff: " + name + ": " + Failures.refusal(e));
                code = 1;
            }
        }
        context.out().flush();
        return code;
    }

    /** The controller writes into the object, too: a conflict is no reason to give up at once. */
    private void suspend(String name, boolean suspended) throws InterruptedException {
        ResourceKind kind = ResourceKind.CRON_WORKFLOW;
        for (int attempt = 1; ; attempt++) {
            ObjectNode schedule = (ObjectNode)
                    served.session().get(kind, served.place(kind), name).deepCopy();
            schedule.withObjectProperty("spec").put("suspend", suspended);
            try {
                served.session().replace(kind, served.place(kind), name, schedule);
                return;
            } catch (ServiceException e) {
                if (attempt >= TRIES || e.why() != Why.CONFLICT && e.why() != Why.ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
    }
}
