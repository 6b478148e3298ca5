package dev.skiff.runtime.submission;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Template;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Deletes the artifacts of a run whose strategy says that it is time (ART-12); without a strategy it never is. */
public final class ArtifactCollector {
    public static final String ON_COMPLETION = "OnWorkflowCompletion";

    private final Artifacts artifacts;

    public ArtifactCollector(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The artifact's own strategy counts, else the workflow's.
     *
     * @param run with the status of its nodes
     * @return a sentence for each artifact that could not be deleted
     */
    public List<String> collect(RunContext run, String strategy) {
        List<String> problems = new ArrayList<>();
        var status = run.workflow().status();
        if (status == null) {
            return problems;
        }
        var shared = run.workflow().spec().artifactGC();
        for (NodeStatus node : status.nodes().values()) {
            var outputs = node.outputs();
            for (Artifact artifact : outputs == null ? List.<Artifact>of() : outputs.artifacts()) {
                var own = artifact.artifactGC();
                String its = own != null && own.strategy() != null
                        ? own.strategy()
                        : shared == null ? null : shared.strategy();
                if (strategy.equals(its)) {
                    delete(run, node, artifact, problems);
                }
            }
        }
        return problems;
    }

    private void delete(RunContext run, NodeStatus node, Artifact artifact, List<String> problems) {
        try {
            artifacts.delete(run, archiveLocation(run, node.templateName()), artifact);
        } catch (ArtifactException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable ArtifactLocation archiveLocation(RunContext run, @Nullable String template) {
        return run.workflow().spec().templates().stream()
                .filter(t -> template != null && template.equals(t.name()))
                .map(Template::archiveLocation)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
