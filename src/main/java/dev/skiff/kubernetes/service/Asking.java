package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.InstantSource;
import java.util.Map;

/** Asks something of a workflow by changing its object; when somebody else changes it at the same time, it is looked at anew. */
final class Asking {
    private static final int TRIES = 8;
    private static final long PAUSE_MS = 50;

    private final Callers.Known caller;
    private final CallerApi api;
    private final Instance instance;
    private final InstantSource clock;

    /** @param instance whose workflows may be asked */
    Asking(Callers.Known caller, Instance instance, InstantSource clock) {
        this.caller = caller;
        this.api = caller.api();
        this.instance = instance;
        this.clock = clock;
    }

    private WorkflowEdit edit(String path) throws InterruptedException {
        if (api.json(Call.get(path)) instanceof ObjectNode object) {
            instance.check(object);
            return new WorkflowEdit(object);
        }
        throw new ServiceException(Why.INTERNAL, "the API server has answered with something else than an object");
    }

    /** @param path of the workflow. @return it, afterwards */
    JsonNode ask(String path, Request request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            WorkflowEdit edit = edit(path);
            write(edit, request);
            if (edit.isEmpty()) {
                return Shown.of(edit.object());
            }
            try {
                return Shown.of(api.json(Call.merge(path, edit.patch())));
            } catch (ServiceException e) {
                if (e.why() != Why.CONFLICT || attempt >= TRIES) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE_MS * attempt);
        }
    }

    private void write(WorkflowEdit edit, Request request) throws InterruptedException {
        if (request instanceof Request.Retry retry) {
            RetriedNodes nodes = Retry.write(edit, retry, clock.instant());
            new Pods(api, clock).remove(edit.namespace(), edit.name(), nodes.forgotten());
        } else {
            Edits.write(edit, request, clock.instant());
        }
    }

    /** @param original what is done again; the new one is beside it */
    JsonNode resubmit(WorkflowEdit original, boolean memoized, Map<String, String> parameters)
            throws InterruptedException {
        ObjectNode again = memoized
                ? Resubmission.memoized(original, parameters, clock.instant())
                : Resubmission.of(original.object(), parameters);
        instance.label(again);
        caller.said().label(again);
        return Shown.of(api.json(Call.post(Paths.collection(ResourceKind.WORKFLOW, original.namespace()), again)));
    }
}
