package dev.skiff.standalone;

import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.submission.GivenResources;
import dev.skiff.runtime.submission.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What runs are given: kept templates, what this server gives to all, and what a command line has given. */
record RunResources(Parts parts) {

    /** @param workflow as JSON */
    Bundle of(String namespace, byte[] workflow) {
        return TemplateGathering.with(
                new TemplateGathering(parts.objects())
                        .of(namespace, workflow)
                        .templates()
                        .bundle(),
                parts.resources());
    }

    /**
     * For going on with a run: of all but Secrets, what it has recorded counts, if it came that far.
     *
     * @throws InputException when it was given a Secret that is found no longer
     */
    Bundle again(StoredRun run, Origin origin) {
        Bundle given = given().again(run.name(), origin);
        String namespace = Objects.requireNonNullElse(run.workflow().metadata().getNamespace(), "");
        byte[] json = TemplateGathering.json(ModelMapper.strict().valueToTree(run.workflow()));
        Bundle kept = of(namespace, json);
        return new Bundle(
                List.of(),
                joined(given.workflowTemplates(), kept.workflowTemplates()),
                joined(given.clusterWorkflowTemplates(), kept.clusterWorkflowTemplates()),
                List.of(),
                List.of(),
                joined(given.configMaps(), kept.configMaps()),
                given.secrets(),
                joined(given.persistentVolumeClaims(), kept.persistentVolumeClaims()),
                List.of(),
                given.workflowDefaults() == null ? kept.workflowDefaults() : given.workflowDefaults());
    }

    /** As recorded. @throws InputException likewise */
    Bundle recorded(StoredRun run, Origin origin) {
        return given().recorded(parts.store(), run.name(), origin);
    }

    private GivenResources given() {
        return GivenResources.whereTheyWere(parts.resources().secrets());
    }

    private static <T> List<T> joined(List<T> first, List<T> then) {
        List<T> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
