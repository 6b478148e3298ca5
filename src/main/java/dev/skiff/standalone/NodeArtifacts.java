package dev.skiff.standalone;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateRef;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.RunContext;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.runtime.submission.InputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The artifacts of nodes, as they lie in their stores. */
record NodeArtifacts(Parts parts, RunResources resources) {

    Download open(StoredRun run, ArtifactQuery query) {
        NodeStatus node = Elsewhere.status(run).nodes().get(query.nodeId());
        if (node == null) {
            throw missing("workflow " + run.name() + " has no node '" + query.nodeId() + "'");
        }
        Artifact artifact = artifacts(node, query.input()).stream()
                .filter(a -> a.name().equals(query.artifact()))
                .findFirst()
                .orElseThrow(() -> missing("node " + node.id() + " has no " + (query.input() ? "input" : "output")
                        + " artifact '" + query.artifact() + "'"));
        try {
            Bundle given = resources.recorded(run, parts.store().origin(run.name()));
            RunContext context = RunContext.of(run.workflow(), given);
            return parts.artifacts().open(context, archiveLocation(context.workflow(), node), artifact);
        } catch (InputException e) {
            throw new ServiceException(Why.CONFLICT, String.valueOf(e.getMessage()), e);
        } catch (ArtifactException e) {
            throw new ServiceException(
                    e.isNotFound() ? Why.NOT_FOUND : Why.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static ServiceException missing(String sentence) {
        return new ServiceException(Why.NOT_FOUND, sentence);
    }

    private static List<Artifact> artifacts(NodeStatus node, boolean inputs) {
        if (inputs) {
            return node.inputs() == null ? List.of() : node.inputs().artifacts();
        }
        return node.outputs() == null ? List.of() : node.outputs().artifacts();
    }

    private static @Nullable ArtifactLocation archiveLocation(Workflow workflow, NodeStatus node) {
        TemplateRef ref = node.templateRef();
        String name = ref == null ? node.templateName() : ref.template();
        return workflow.spec().templates().stream()
                .filter(t -> name != null && name.equals(t.name()))
                .map(Template::archiveLocation)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
