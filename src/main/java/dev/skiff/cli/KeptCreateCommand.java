package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code skiff template create} and its like. */
@Command(name = "create", description = "Keep what is in files; what is kept already is refused.")
final class KeptCreateCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand
    @Nullable
    KeptKind parent;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON; a directory; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptCreateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceKind kind = KeptFiles.kind(parent);
        int code = 0;
        try (Served served = place.needed(context)) {
            List<ObjectNode> objects = KeptFiles.read(context, served, kind, files);
            if (objects.isEmpty()) {
                return 1;
            }
            for (ObjectNode object : objects) {
                try {
                    say(create(served, kind, object));
                } catch (ServiceException e) {
                    context.err().println("skiff: " + ServedWorkflow.name(object) + ": " + Failures.refusal(e));
                    code = 1;
                }
            }
        }
        context.out().flush();
        return code;
    }

    private static JsonNode create(Served served, ResourceKind kind, ObjectNode object) throws InterruptedException {
        String place = KeptFiles.place(served, kind, object);
        return served.session().create(kind, place, object, false);
    }

    private void say(JsonNode object) {
        if (output == null) {
            context.out()
                    .println(object.path("kind").asText(KeptFiles.kind(parent).kind()) + " '"
                            + ServedWorkflow.name(object) + "' created");
        } else {
            KeptFiles.print(context, object, output);
        }
    }
}
