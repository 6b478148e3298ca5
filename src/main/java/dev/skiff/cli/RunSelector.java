package dev.skiff.cli;

import dev.skiff.model.Workflow;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.FieldSelector;
import dev.skiff.port.service.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A choice of runs in the syntax of Kubernetes' label and field selectors; all conditions have to hold. */
record RunSelector(LabelSelector labels, FieldSelector fields) {
    private static final String NAME = "metadata.name";
    private static final String PHASE = "status.phase";

    /** @throws IllegalArgumentException with a sentence for the user */
    static RunSelector of(@Nullable String labels, @Nullable String fields) {
        return new RunSelector(
                LabelSelector.parse(labels == null ? "" : labels),
                FieldSelector.parse(fields == null ? "" : fields, List.of(NAME, PHASE)));
    }

    boolean matches(StoredRun run) {
        return labels.matches(labels(run))
                && fields.matches(field -> switch (field) {
                    case NAME -> run.name();
                    case PHASE -> phase(run.workflow());
                    default -> "";
                });
    }

    /** With those that Argo's controller gives a workflow. */
    private static Map<String, String> labels(StoredRun run) {
        Map<String, String> labels = Printer.labelled(run.workflow()).metadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static String phase(Workflow workflow) {
        var status = workflow.status();
        var phase = status == null ? null : status.phase();
        return phase == null ? "Pending" : phase.text();
    }
}
