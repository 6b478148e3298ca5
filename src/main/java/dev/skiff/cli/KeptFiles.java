package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.spec.Loaded;
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

    /**
     * The objects of one kind, when all of the files is right.
     *
     * @throws UserError when there is none
     * @return empty when there are problems, which were printed then
     */
    static List<ObjectNode> read(CommandContext context, Served served, ResourceKind kind, Loaded loaded)
            throws InterruptedException {
        List<Problem> problems = ServedLint.problems(loaded, served, context);
        context.err().print(ProblemFormat.TEXT.render(problems));
        context.err().flush();
        if (problems.stream().anyMatch(p -> p.severity() == Severity.ERROR)) {
            return List.of();
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (Object one : Resources.of(kind, loaded.bundle())) {
            ObjectNode object = ModelMapper.strict().valueToTree(one);
            object.remove("status");
            objects.add(object);
        }
        if (objects.isEmpty()) {
            throw new UserError("there is no " + kind.kind() + " in " + String.join(", ", loaded.files()));
        }
        return objects;
    }

    /** Where an object is to be: its own namespace goes before the one that is asked for. */
    private static String place(Served served, ResourceKind kind, ObjectNode object) throws InterruptedException {
        String own = ServedWorkflow.namespace(object);
        return kind.namespaced() && !own.isEmpty() ? own : served.place(kind);
    }

    /** What is done with an object, at its place. */
    @FunctionalInterface
    interface Deed {
        JsonNode done(Served served, String place, ObjectNode object) throws InterruptedException;
    }

    /**
     * Does it with each object of the files, whatever becomes of the others.
     *
     * @param done as it is told: {@code created}
     * @return the exit code
     */
    static int each(
            CommandContext context,
            PlaceOptions place,
            ResourceKind kind,
            Loaded loaded,
            @Nullable OutputForm output,
            String done,
            Deed deed)
            throws InterruptedException {
        int code = 0;
        try (Served served = place.open(context)) {
            List<ObjectNode> objects = read(context, served, kind, loaded);
            if (objects.isEmpty()) {
                return 1;
            }
            for (ObjectNode object : objects) {
                try {
                    say(context, deed.done(served, place(served, kind, object), object), kind, output, done);
                } catch (ServiceException e) {
                    context.err().println("skiff: " + ServedWorkflow.name(object) + ": " + Failures.refusal(e));
                    code = 1;
                }
            }
        }
        context.out().flush();
        return code;
    }

    private static void say(
            CommandContext context, JsonNode object, ResourceKind kind, @Nullable OutputForm output, String done) {
        if (output == null) {
            context.out()
                    .println(
                            object.path("kind").asText(kind.kind()) + " '" + ServedWorkflow.name(object) + "' " + done);
        } else {
            print(context, object, output);
        }
    }
}
