package dev.skiff.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.runtime.submission.SourceFiles;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code skiff template update} and its like. */
@Command(name = "update", description = "Put what is in files in the place of what is kept.")
class KeptUpdateCommand implements Callable<Integer> {
    final CommandContext context;

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
    StrictOptions strictly = new StrictOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptUpdateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceKind kind = KeptFiles.kind(parent);
        return KeptFiles.each(
                context,
                place,
                kind,
                strictly.load(new SourceFiles(context.in()).read(files)),
                output,
                "updated",
                (served, at, object) -> {
                    ObjectNode asked = asAsked(object);
                    return served.session().replace(kind, at, ServedWorkflow.name(asked), asked);
                });
    }

    /** What is kept of an object of the files. */
    ObjectNode asAsked(ObjectNode object) {
        return object;
    }
}
