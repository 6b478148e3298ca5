package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.runtime.submission.SourceFiles;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has kept what is in files. */
abstract class KeptWriteCommand implements Callable<Integer> {
    final CommandContext context;
    private final String done;

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

    /** @param done as it is told: {@code created} */
    KeptWriteCommand(CommandContext context, String done) {
        this.context = context;
        this.done = done;
    }

    @Override
    public final Integer call() throws InterruptedException {
        ResourceKind kind = KeptFiles.kind(parent);
        return KeptFiles.each(
                context,
                place,
                kind,
                strictly.load(new SourceFiles(context.in()).read(files)),
                output,
                done,
                (served, at, object) -> written(served, kind, at, asAsked(object)));
    }

    /** Writes one object. @param at its namespace. @return as it is kept */
    abstract JsonNode written(Served served, ResourceKind kind, String at, ObjectNode object)
            throws InterruptedException;

    /** What is kept of an object of the files. */
    ObjectNode asAsked(ObjectNode object) {
        return object;
    }
}
