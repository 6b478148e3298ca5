package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Templates and schedules in files, for the commands that keep them somewhere. */
final class KeptFiles {
    private KeptFiles() {}

    static ResourceKind kind(@Nullable KeptKind parent) {
        return Objects.requireNonNull(parent).kind();
    }

    static void print(CommandContext context, JsonNode object, OutputForm form) {
        switch (form) {
            case NAME -> context.out().println(ServedWorkflow.name(object));
            case JSON -> context.out().print(Printer.json(object));
            case WIDE, YAML -> context.out().print(Printer.yaml(object));
        }
    }

    static Loaded load(CommandContext context, List<String> files) {
        return Manifests.load(new SourceFiles(context.in()).read(files));
    }

    /**
     * The objects of one kind, when all of the files is right.
     *
     * @throws UserError when there is none
     * @return empty when there are problems, which were printed then
     */
    static List<ObjectNode> read(CommandContext context, Served served, ResourceKind kind, List<String> files)
            throws InterruptedException {
        Loaded loaded = load(context, files);
        List<Problem> problems = ServedLint.problems(loaded, served, context);
        context.err().print(ProblemFormat.TEXT.render(problems));
        context.err().flush();
        if (problems.stream().anyMatch(p -> p.severity() == Severity.ERROR)) {
            return List.of();
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (Object one : of(kind, loaded)) {
            ObjectNode object = ModelMapper.strict().valueToTree(one);
            object.remove("status");
            objects.add(object);
        }
        if (objects.isEmpty()) {
            throw new UserError("there is no " + kind.kind() + " in " + String.join(", ", files));
        }
        return objects;
    }

    private static List<?> of(ResourceKind kind, Loaded loaded) {
        return switch (kind) {
            case WORKFLOW -> loaded.bundle().workflows();
            case WORKFLOW_TEMPLATE -> loaded.bundle().workflowTemplates();
            case CLUSTER_WORKFLOW_TEMPLATE -> loaded.bundle().clusterWorkflowTemplates();
            case CRON_WORKFLOW -> loaded.bundle().cronWorkflows();
            case WORKFLOW_EVENT_BINDING -> loaded.bundle().eventBindings();
        };
    }

    /** Where an object is to be: its own namespace goes before the one that is asked for. */
    static String place(Served served, ResourceKind kind, ObjectNode object) throws InterruptedException {
        String own = ServedWorkflow.namespace(object);
        return kind.namespaced() ? own.isEmpty() ? served.namespace() : own : "";
    }
}
