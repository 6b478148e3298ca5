package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ResourceKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code skiff template get} and its like. */
@Command(name = "get", description = "Show what is kept under these names, as YAML unless -o says otherwise.")
final class KeptGetCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand
    @Nullable
    KeptKind parent;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Which ones.")
    List<String> names = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptGetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceKind kind = KeptFiles.kind(parent);
        try (Served served = place.open(context)) {
            boolean further = false;
            for (String name : names) {
                JsonNode found = served.session().get(kind, served.place(kind), name);
                if (further && output != OutputForm.NAME && output != OutputForm.JSON) {
                    context.out().println("---");
                }
                KeptFiles.print(context, found, output == null ? OutputForm.YAML : output);
                further = true;
            }
        }
        context.out().flush();
        return 0;
    }
}
