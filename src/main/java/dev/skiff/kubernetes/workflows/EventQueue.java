package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sends Kubernetes Events in the background, few at a time: pods and statuses come first. One that cannot be sent is forgotten. */
public final class EventQueue {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");
    private static final int AT_ONCE = 4;
    private static final int LONGEST = 10_000;

    private final KubeApi api;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean warned;

    public EventQueue(KubeApi api) {
        this.api = api;
    }

    /** @param event an {@code Event} of {@code v1} */
    void add(String namespace, ObjectNode event) {
        Call call = Call.post("/api/v1/namespaces/" + Call.encoded(namespace) + "/events", event)
                .forMetadata();
        synchronized (this) {
            if (waiting.size() < LONGEST) {
                waiting.add(call);
            }
        }
        next();
    }

    private void next() {
        Call call;
        synchronized (this) {
            if (underWay >= AT_ONCE || waiting.isEmpty()) {
                return;
            }
            call = waiting.remove();
            underWay++;
        }
        var unused = api.send(call).whenComplete((answer, failure) -> {
            if (failure != null) {
                failed(KubeProblem.in(failure));
            }
            synchronized (this) {
                underWay--;
            }
            next();
        });
    }

    private void failed(KubeProblem problem) {
        synchronized (this) {
            if (warned) {
                return;
            }
            warned = true;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "an Event cannot be written (others may follow, this is said once): " + problem.getMessage());
    }
}
