package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Display;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import dev.skiff.runtime.RunEnd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of workflows until they have ended. */
final class ServedFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Served served;

    ServedFollow(Served served) {
        this.served = served;
    }

    /** Shows it. @param nodes which of it. @return the exit code */
    int watch(String name, ShowOptions show, NodeChoice nodes) throws InterruptedException {
        Display display = show.display(served.context());
        display.begin(name);
        JsonNode end;
        try {
            end = await(name, state -> tell(display, nodes.of(ServedWorkflow.of(state))));
        } catch (UserError | ServiceException e) {
            display.cancel();
            throw e;
        }
        display.end(new RunEnd(nodes.of(ServedWorkflow.of(end)), ""));
        return code(end);
    }

    private static void tell(Display display, Workflow workflow) {
        var status = workflow.status();
        if (status != null) {
            display.changed(new Feed.Change(
                    workflow.metadata().getName(),
                    status.phase(),
                    status.message() == null ? "" : status.message(),
                    List.copyOf(status.nodes().values())));
        }
    }

    /** Says when it has ended. @return the exit code */
    int wait(String name) throws InterruptedException {
        JsonNode end = await(name, state -> {});
        served.context()
                .out()
                .println(name + " " + ServedWorkflow.phase(end) + " at "
                        + end.at("/status/finishedAt").asText(""));
        served.context().out().flush();
        return code(end);
    }

    /** Prints what it writes until it has ended. @return the exit code */
    int log(String name) throws InterruptedException {
        new ServedLogs(served).follow(name);
        return code(await(name, state -> {}));
    }

    private static int code(JsonNode end) {
        return WorkflowPhase.SUCCEEDED.text().equals(ServedWorkflow.phase(end)) ? 0 : 1;
    }

    /** It as it has ended. @param each hears of each state until then. @throws UserError when it is deleted before */
    JsonNode await(String name, Sink<JsonNode> each) throws InterruptedException {
        String namespace = served.namespace();
        JsonNode known = served.session().get(ResourceKind.WORKFLOW, namespace, name);
        while (!ServedWorkflow.hasEnded(known)) {
            refuseDead(known);
            each.take(known);
            JsonNode end = watched(namespace, name, each);
            if (end != null) {
                return end;
            }
            Thread.sleep(PAUSE);
            known = served.session().get(ResourceKind.WORKFLOW, namespace, name);
        }
        return known;
    }

    private static void refuseDead(JsonNode workflow) {
        if (ServedWorkflow.isInterrupted(workflow)) {
            String name = ServedWorkflow.name(workflow);
            throw new UserError("the process that drove " + name + " has died: skiff resume " + name);
        }
    }

    /** Null when the watch ended before the workflow. */
    private @Nullable JsonNode watched(String namespace, String name, Sink<JsonNode> each) throws InterruptedException {
        JsonNode[] end = new JsonNode[1];
        boolean[] deleted = new boolean[1];
        try {
            served.session().watch(ResourceKind.WORKFLOW, namespace, ListQuery.named(name), event -> {
                if (!ServedWorkflow.name(event.object()).equals(name)) {
                    return;
                }
                deleted[0] = event.type().equals("DELETED");
                refuseDead(event.object());
                if (!deleted[0] && !ServedWorkflow.hasEnded(event.object())) {
                    each.take(event.object());
                    return;
                }
                end[0] = event.object();
                // this is how a sink says that it has heard enough
                throw new InterruptedException("the workflow has ended");
            });
        } catch (InterruptedException e) {
            if (end[0] == null) {
                throw e;
            }
        } catch (ServiceException e) {
            if (e.why() != ServiceException.Why.GONE) {
                throw e;
            }
        }
        if (deleted[0] && !ServedWorkflow.hasEnded(end[0])) {
            throw new UserError("the workflow " + name + " was deleted before it had ended");
        }
        return end[0];
    }
}
