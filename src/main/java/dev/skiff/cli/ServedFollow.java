package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Display;
import dev.skiff.cli.view.LogLines;
import dev.skiff.cli.view.Terminal;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import dev.skiff.runtime.RunEnd;
import java.time.Duration;
import java.util.List;

/** Hears of workflows of somebody else until they have ended. */
final class ServedFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Served served;

    ServedFollow(Served served) {
        this.served = served;
    }

    /** Shows it. @return the exit code */
    int watch(String name, ShowOptions show) throws InterruptedException {
        Display display = show.display(served.context());
        display.begin(name);
        JsonNode end;
        try {
            end = await(name, state -> tell(display, ServedWorkflow.of(state)));
        } catch (UserError | ServiceException e) {
            display.cancel();
            throw e;
        }
        display.end(new RunEnd(ServedWorkflow.of(end), ""));
        return code(end);
    }

    static void tell(Display display, Workflow workflow) {
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
        logs(name, LogQuery.all(true), false);
        return code(await(name, state -> {}));
    }

    void logs(String name, LogQuery query, boolean plain) throws InterruptedException {
        CommandContext context = served.context();
        var style = ShowOptions.style(
                context, !plain && Terminal.of(1, context.environment()).isPresent());
        served.session()
                .logs(
                        served.namespace(),
                        name,
                        query,
                        entry -> LogLines.line(context.out(), style, entry.podName(), entry.content()));
        context.out().flush();
    }

    private static int code(JsonNode end) {
        return WorkflowPhase.SUCCEEDED.text().equals(ServedWorkflow.phase(end)) ? 0 : 1;
    }

    /** It as it has ended. @param each hears of each state until then. @throws UserError when it is deleted before */
    JsonNode await(String name, Sink<JsonNode> each) throws InterruptedException {
        String namespace = served.namespace();
        JsonNode known = served.session().get(ResourceKind.WORKFLOW, namespace, name);
        while (!ServedWorkflow.hasEnded(known)) {
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

    /** Null when the watch ended before the workflow. */
    private @org.jspecify.annotations.Nullable JsonNode watched(String namespace, String name, Sink<JsonNode> each)
            throws InterruptedException {
        JsonNode[] end = new JsonNode[1];
        boolean[] deleted = new boolean[1];
        try {
            served.session().watch(ResourceKind.WORKFLOW, namespace, ListQuery.named(name), event -> {
                if (!ServedWorkflow.name(event.object()).equals(name)) {
                    return;
                }
                deleted[0] = event.type().equals("DELETED");
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
