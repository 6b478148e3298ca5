package dev.skiff.kubernetes.pods;

import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.MalformedException;
import dev.skiff.kubernetes.pods.PodView.Container;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reports of a pod's agents. */
final class Reports {
    private Reports() {}

    /**
     * @param posted annotation {@link PodMarks#REPORT} of the pod; null without one
     * @return empty when the container has ended without a report
     */
    static Optional<AgentReport> of(Container container, @Nullable String posted) {
        try {
            Optional<AgentReport> left = AgentReport.decode(container.message());
            if (left.isPresent() && left.get().posted()) {
                return posted == null
                        ? Optional.of(left.get().failing(Kind.REPORT, "the report was posted and is not to be found"))
                        : AgentReport.decode(posted);
            }
            return left;
        } catch (MalformedException e) {
            return Optional.of(AgentReport.failed(Kind.AGENT, String.valueOf(e.getMessage())));
        }
    }
}
