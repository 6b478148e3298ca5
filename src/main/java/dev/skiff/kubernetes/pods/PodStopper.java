package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import org.jspecify.annotations.Nullable;

/**
 * Has one pod ended. The kubelet ends the containers of a pod whose deadline has passed: so it is given one. A pod that no kubelet has yet
 * is deleted.
 */
final class PodStopper {
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final PodServices services;
    private final String name;
    private final Runnable look;
    private boolean underWay;
    private boolean done;
    private int failures;

    /** @param look asks anew how the pod is */
    PodStopper(PodServices services, String name, Runnable look) {
        this.services = services;
        this.name = name;
        this.look = look;
    }

    synchronized void end(PodView pod, PodStop why) {
        done = done || pod.deletion() != null || (pod.activeDeadline() == 1 && pod.stopped() != null);
        if (done || underWay) {
            return;
        }
        underWay = true;
        services.api()
                .send(pod.isScheduled() ? deadline(why) : deletion(pod))
                .whenComplete((_, failure) -> ended(failure));
    }

    private Call deadline(PodStop why) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("annotations").put(PodMarks.STOPPED, why.text());
        patch.putObject("spec").put("activeDeadlineSeconds", 1);
        return Call.merge(services.pod(name), patch).forMetadata();
    }

    /** Only as long as it is as it was seen: it may be scheduled at this moment. */
    private Call deletion(PodView pod) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("gracePeriodSeconds", 0);
        options.putObject("preconditions").put("uid", pod.uid()).put("resourceVersion", pod.resourceVersion());
        return Call.delete(services.pod(name), options).forMetadata();
    }

    private void ended(@Nullable Throwable failure) {
        long pause;
        synchronized (this) {
            underWay = false;
            if (failure == null) {
                done = true;
                return;
            }
            KubeProblem problem = KubeProblem.in(failure);
            pause = problem.isConflict() || problem.isNotFound()
                    ? 0
                    : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(10, failures++));
        }
        PodServices.later(pause, look);
    }
}
