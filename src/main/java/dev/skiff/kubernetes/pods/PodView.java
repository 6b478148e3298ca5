package dev.skiff.kubernetes.pods;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a pod; all else of it is skipped. Texts that are not there are empty.
 *
 * @param run label {@link PodMarks#WORKFLOW}
 * @param nodeId annotation {@link PodMarks#NODE_ID}
 * @param ownerUid of the Workflow that owns it, or empty
 * @param labels all but Argo's own
 * @param stopped annotation {@link PodMarks#STOPPED}
 * @param report annotation {@link PodMarks#REPORT}; null without one
 * @param deletion when it is to be gone at the latest; null when nobody has deleted it
 * @param deletionGrace seconds between the request to delete it and {@code deletion}
 * @param activeDeadline seconds; 0 for none
 * @param node where it runs; empty before it is scheduled
 * @param unscheduled why it cannot be scheduled, in the scheduler's words; empty when it can, or was
 * @param resources requests, or limits where nothing is requested, as quantities, by container and resource; of those that ask for any
 * @param disrupted why it was taken away from its node: {@code DisruptionTarget}'s reason and message; null when it was not
 */
record PodView(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        String run,
        String nodeId,
        String ownerUid,
        Map<String, String> labels,
        @Nullable PodStop stopped,
        @Nullable String report,
        @Nullable Instant deletion,
        long deletionGrace,
        long activeDeadline,
        String node,
        Phase phase,
        String reason,
        String message,
        String ip,
        String unscheduled,
        @Nullable Disruption disrupted,
        List<Container> inits,
        List<Container> containers,
        Map<String, Map<String, String>> resources) {

    enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Also a phase that we do not know. */
        UNKNOWN;

        static Phase of(String text) {
            return switch (text) {
                case "Pending", "" -> PENDING;
                case "Running" -> RUNNING;
                case "Succeeded" -> SUCCEEDED;
                case "Failed" -> FAILED;
                default -> UNKNOWN;
            };
        }
    }

    /** Condition {@code DisruptionTarget}. */
    record Disruption(
            String reason, String message, @Nullable Instant since) {}

    enum Stage {
        WAITING,
        RUNNING,
        TERMINATED
    }

    /**
     * @param reason why it waits or how it ended, in the kubelet's word
     * @param message of the kubelet while it waits; what the container left as its termination message after its end
     * @param exitCode 0 before its end
     */
    record Container(
            String name,
            boolean ready,
            Stage stage,
            String reason,
            String message,
            int exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        boolean hasEnded() {
            return stage == Stage.TERMINATED;
        }
    }

    /** Whether the kubelet has nothing to do for it any more. */
    boolean isOver() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }

    boolean isScheduled() {
        return !node.isEmpty();
    }

    /** When it was asked to be deleted; null when it was not. */
    @Nullable
    Instant deletionAsked() {
        return deletion == null ? null : deletion.minusSeconds(deletionGrace);
    }

    /** Of the containers that are no init containers. */
    Optional<Container> container(String wanted) {
        return containers.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }
}
