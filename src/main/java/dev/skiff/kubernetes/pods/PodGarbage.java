package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.TaskState;
import dev.skiff.expr.GoDuration;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.model.PodGC;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskRef;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of pods whose work is done (GC-02). Only podGC deletes: finished pods cost nothing but an object, and their logs are with
 * them. Argo also puts {@code completed=true} on each pod that it does not delete; that is a write for each pod and tells nothing new.
 */
final class PodGarbage {
    private static final System.Logger LOG = System.getLogger("dev.skiff.kubernetes");

    private static final long LOOK_AGAIN_MS = 2_000;

    private final PodServices services;

    PodGarbage(PodServices services) {
        this.services = services;
    }

    /** The end of the task is recorded. */
    void released(PodTask task) {
        PodGC policy = task.run().workflow().spec().podGC();
        TaskState.Ended end = task.end();
        PodView pod = task.view();
        if (policy == null || policy.strategy() == null || end == null || pod == null) {
            return;
        }
        boolean now =
                switch (policy.strategy()) {
                    case "OnPodCompletion" -> true;
                    case "OnPodSuccess" -> end.verdict() == TaskState.Verdict.SUCCEEDED;
                    default -> false;
                };
        if (now && isSelected(policy, pod)) {
            delete(pod, delay(policy));
        }
    }

    void runSucceeded(RunContext run) {
        deleteAll(run, policy -> policy.equals("OnWorkflowSuccess"));
    }

    /** However it ended. Also deletes what a process before this one had no time for. */
    void runEnded(RunContext run) {
        deleteAll(run, policy -> policy.equals("OnWorkflowCompletion") || policy.equals("OnPodCompletion"));
    }

    private void deleteAll(RunContext run, Predicate<String> strategies) {
        PodGC policy = run.workflow().spec().podGC();
        if (policy == null || policy.strategy() == null) {
            return;
        }
        boolean all = strategies.test(policy.strategy());
        boolean successes = policy.strategy().equals("OnPodSuccess");
        for (PodView pod : services.watch().ofRun(services.namespace(), run.run())) {
            if ((all || successes && pod.phase() == PodView.Phase.SUCCEEDED) && isSelected(policy, pod)) {
                delete(pod, delay(policy));
            }
        }
    }

    private boolean isSelected(PodGC policy, PodView pod) {
        return policy.labelSelector() == null || Selection.matches(policy.labelSelector(), pod.labels());
    }

    private Duration delay(PodGC policy) {
        String text = policy.deleteDelayDuration();
        Duration own = text == null || text.isBlank() ? null : GoDuration.parse(text.strip());
        return own == null ? services.settings().deleteDelay() : own;
    }

    private void delete(PodView pod, Duration delay) {
        PodServices.later(delay.toMillis(), () -> send(pod, deletion(pod.uid(), null)));
    }

    private static ObjectNode deletion(String uid, @Nullable Long grace) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid);
        if (grace != null) {
            options.put("gracePeriodSeconds", grace);
        }
        return options;
    }

    private void send(PodView pod, ObjectNode options) {
        Call call = Call.delete(services.pod(pod.name()), options).forMetadata();
        services.api().send(call).whenComplete((_, failure) -> {
            if (failure != null
                    && !KubeProblem.in(failure).isNotFound()
                    && !KubeProblem.in(failure).isConflict()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "pod " + pod.namespace() + "/" + pod.name() + " is not deleted: "
                                + Refusal.sentence(KubeProblem.in(failure), "delete", "pods"));
            }
        });
    }

    /** Nobody waits for them: they are ended as a stopped step is. */
    void endWhatRuns(String run) {
        services.watch().ofRun(services.namespace(), run).forEach(this::end);
    }

    /** The pod of a task that this process knows nothing of. */
    void endPodOf(TaskRef task) {
        services.watch().ofRun(services.namespace(), task.run()).stream()
                .filter(pod -> pod.nodeId().equals(task.nodeId()))
                .forEach(this::end);
    }

    private void end(PodView pod) {
        if (!pod.isOver()) {
            new Ending(pod).begin();
        }
    }

    /** Of one pod: what the server refuses is tried again, with the pod as it is then. */
    private final class Ending {
        private final PodView pod;
        private final PodStopper stopper;

        Ending(PodView pod) {
            this.pod = pod;
            this.stopper = new PodStopper(services, pod.name(), this::look);
        }

        void begin() {
            stopper.end(pod, PodStop.SHUTDOWN);
        }

        private void look() {
            services.read(pod.name()).whenComplete((now, failure) -> {
                if (failure == null) {
                    if (now.uid().equals(pod.uid()) && !now.isOver()) {
                        stopper.end(now, PodStop.SHUTDOWN);
                    }
                } else if (KubeProblem.in(failure).isTransient()) {
                    PodServices.later(LOOK_AGAIN_MS, this::look);
                }
            });
        }
    }
}
