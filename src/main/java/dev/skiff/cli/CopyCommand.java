package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Artifact;
import dev.skiff.model.NodeStatus;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff cp}, as {@code argo cp}. */
@Command(
        name = "cp",
        description = {
            "Copy the output artifacts of a workflow into a directory, as they lie in their store.",
            "What is there already is replaced. Exit code 1 when one could not be copied, or there is none."
        })
final class CopyCommand implements Callable<Integer> {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "NAME", description = "The workflow; @latest for the last one.")
    String name = "";

    @Parameters(index = "1", paramLabel = "DIRECTORY", description = "Where to; made when it is not there.")
    Path directory = Path.of("");

    @Option(names = "--node-id", paramLabel = "ID", description = "Only those of this node.")
    @Nullable
    String nodeId;

    @Option(names = "--template-name", paramLabel = "NAME", description = "Only those of nodes of this template.")
    @Nullable
    String template;

    @Option(names = "--artifact-name", paramLabel = "NAME", description = "Only those of this name.")
    @Nullable
    String artifact;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Below DIRECTORY, with {namespace}, {workflowName}, {nodeId}, {templateName} and {artifactName};"
                            + " by default {namespace}/{workflowName}/{nodeId}/outputs/{artifactName}.")
    String path = "{namespace}/{workflowName}/{nodeId}/outputs/{artifactName}";

    @Mixin
    PlaceOptions place = new PlaceOptions();

    CopyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        int copied = 0;
        int code = 0;
        try (Served served = place.open(context)) {
            JsonNode workflow = served.workflow(name);
            for (NodeStatus node : StepNames.nodes(workflow)) {
                for (Artifact one : outputs(node)) {
                    try {
                        context.out().println("Created \"" + copy(served, workflow, node, one) + "\"");
                        copied++;
                    } catch (ServiceException | IOException e) {
                        context.err()
                                .println("skiff: artifact " + one.name() + " of " + node.id() + " is not copied: "
                                        + (e instanceof ServiceException refused ? Failures.refusal(refused) : e));
                        code = 1;
                    }
                }
            }
        }
        if (copied == 0 && code == 0) {
            throw new UserError(
                    "there are no such artifacts in " + name + " (skiff get " + name + " -o yaml shows all)");
        }
        context.out().flush();
        return code;
    }

    private List<Artifact> outputs(NodeStatus node) {
        boolean meant = (nodeId == null || nodeId.equals(node.id()))
                && (template == null || template.equals(node.templateName()));
        return !meant || node.outputs() == null
                ? List.of()
                : node.outputs().artifacts().stream()
                        .filter(one -> artifact == null || artifact.equals(one.name()))
                        .toList();
    }

    private Path copy(Served served, JsonNode workflow, NodeStatus node, Artifact one)
            throws IOException, InterruptedException {
        String namespace = ServedWorkflow.namespace(workflow);
        var query = new ArtifactQuery(namespace, ServedWorkflow.name(workflow), node.id(), one.name(), false);
        Path target = directory.resolve(below(workflow, node, one)).normalize();
        try (Download download = served.session().artifact(query)) {
            Files.createDirectories(target);
            Path file = target.resolve(part(download.fileName()));
            Files.copy(download.content(), file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
    }

    private String below(JsonNode workflow, NodeStatus node, Artifact one) {
        Matcher variables = VARIABLE.matcher(path);
        return variables.replaceAll(variable -> Matcher.quoteReplacement(
                switch (variable.group(1)) {
                    case "namespace" -> part(ServedWorkflow.namespace(workflow));
                    case "workflowName" -> part(ServedWorkflow.name(workflow));
                    case "nodeId" -> part(node.id());
                    case "templateName" -> part(Objects.requireNonNullElse(node.templateName(), ""));
                    case "artifactName" -> part(one.name());
                    default -> variable.group();
                }));
    }

    /** A server says what these are: none of them leads elsewhere. */
    private static String part(String text) {
        String plain = text.replaceAll("[/\\\\\\p{Cntrl}]", "_");
        return plain.isEmpty() || plain.matches("\\.+") ? "_" : plain;
    }
}
