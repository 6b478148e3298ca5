package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WorkflowService;
import java.util.List;

/** Has workflows of somebody else run again, one after the other, and follows each as far as asked for. */
final class ServedAgain {

    @FunctionalInterface
    interface Act {
        /** @return what runs then */
        JsonNode on(WorkflowService.Session session, String namespace, String name) throws InterruptedException;
    }

    private final Served served;
    private final ShowOptions show;
    private final FollowOptions follow;

    ServedAgain(Served served, ShowOptions show, FollowOptions follow) {
        this.served = served;
        this.show = show;
        this.follow = follow;
    }

    /** @return the exit code */
    int each(List<String> names, Act act) throws InterruptedException {
        int code = 0;
        for (String name : names) {
            JsonNode begun;
            try {
                begun = act.on(served.session(), served.namespace(), name);
            } catch (ServiceException e) {
                served.context().err().println("skiff: " + name + ": " + Failures.refusal(e));
                code = 1;
                continue;
            }
            code = Math.max(code, follow.follow(served, begun, show, new NodeChoice()));
        }
        if (names.isEmpty()) {
            served.context().err().println("skiff: no workflow matches");
        }
        return code;
    }
}
