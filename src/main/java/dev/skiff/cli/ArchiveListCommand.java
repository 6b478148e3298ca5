package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ListQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff archive list}. */
@Command(name = "list", aliases = "ls", description = "List the archived workflows, the last first.")
final class ArchiveListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "With these labels, as for skiff stop.")
    String labels = "";

    @Option(names = "--chunk-size", paramLabel = "N", description = "Ask for so many at once.")
    int chunkSize;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ArchiveListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        try (Served served = place.open(context)) {
            new Archived(served).each(ListQuery.ALL.withLabels(labels), chunkSize, found::add);
        }
        found.sort(Comparator.comparing(
                        (JsonNode one) -> one.at("/metadata/creationTimestamp").asText(""))
                .reversed());
        OutputForm form = output;
        switch (form) {
            case null -> table(found);
            case WIDE -> table(found);
            case NAME -> found.forEach(one -> context.out().println(ServedWorkflow.name(one)));
            case JSON -> context.out().print(Printer.json(found));
            case YAML -> context.out().print(Printer.yaml(found));
        }
        context.out().flush();
        return 0;
    }

    private void table(List<JsonNode> found) {
        Instant now = context.clock().instant();
        RunRows rows = new RunRows(true, output == OutputForm.WIDE, now);
        List<List<String>> cells = new ArrayList<>();
        List<String> titles = new ArrayList<>(rows.titles());
        titles.add("UID");
        cells.add(titles);
        for (JsonNode one : found) {
            List<String> row = new ArrayList<>(rows.row(one));
            row.add(one.at("/metadata/uid").asText());
            cells.add(row);
        }
        Table.lines(cells).forEach(context.out()::println);
    }
}
