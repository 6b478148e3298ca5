package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Workflow;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff list}: the runs that are kept, or the workflows of somebody else. */
@Command(
        name = "list",
        aliases = "ls",
        description =
                "List the runs that are kept on this machine, or the workflows of a server or a cluster, the last first.")
final class ListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Option(names = "--running", description = "Those that have not ended.")
    boolean running;

    @Option(names = "--since", paramLabel = "DURATION", description = "Those that were made within it, such as 2h.")
    @Nullable
    String since;

    @Option(names = "--no-headers", description = "Without the line of titles.")
    boolean noHeaders;

    @Mixin
    FilterOptions filter = new FilterOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    ListCommand(CommandContext context) {
        this.context = context;
    }

    /** Of the table, with what it is sorted by. */
    private record Row(String created, List<String> cells) {}

    @Override
    public Integer call() throws InterruptedException {
        Duration age = since == null ? null : Spans.parse(since, "--since", filter::wrong);
        var more = new FilterOptions.More(running, age);
        Optional<Served> opened = place.open(context);
        if (opened.isEmpty()) {
            kept(more);
        } else {
            try (Served served = opened.get()) {
                served(served, more);
            }
        }
        context.out().flush();
        return 0;
    }

    private RunRows rows() {
        return new RunRows(
                filter.allNamespaces, output == OutputForm.WIDE, context.clock().instant());
    }

    private void kept(FilterOptions.More more) {
        Instant now = context.clock().instant();
        List<StoredRun> runs = context.store().list().reversed().stream()
                .filter(run -> filter.matches(run, place.namespace, more, now))
                .toList();
        OutputForm form = output;
        switch (form) {
            case null -> table(rowsOf(runs));
            case WIDE -> table(rowsOf(runs));
            case NAME -> runs.forEach(run -> context.out().println(run.name()));
            case JSON, YAML ->
                context.out()
                        .print(Printer.list(
                                form, runs.stream().map(StoredRun::workflow).toList()));
        }
    }

    private List<List<String>> rowsOf(List<StoredRun> runs) {
        RunRows rows = rows();
        return runs.stream()
                .map(run -> rows.row(run.workflow(), run.createdAt(), !run.completed() && !run.live()))
                .toList();
    }

    /** Of a table only its cells are kept: there may be many workflows, and each may be large. */
    private void served(Served served, FilterOptions.More more) throws InterruptedException {
        Instant now = context.clock().instant();
        RunRows rows = rows();
        List<Row> table = new ArrayList<>();
        List<JsonNode> whole = new ArrayList<>();
        boolean programs = output == OutputForm.JSON || output == OutputForm.YAML;
        served.each(
                ResourceKind.WORKFLOW,
                filter.allNamespaces ? "" : served.namespace(),
                filter.query(more, now),
                filter.chunkSize,
                one -> {
                    if (!filter.matches(one, more, now)) {
                        return;
                    }
                    String created = one.at("/metadata/creationTimestamp").asText("");
                    if (programs) {
                        whole.add(one);
                    } else if (output == OutputForm.NAME) {
                        table.add(new Row(created, List.of(ServedWorkflow.name(one))));
                    } else {
                        Workflow workflow = ServedWorkflow.of(one);
                        Instant at = created.isEmpty() ? now : Instant.parse(created);
                        table.add(new Row(created, rows.row(workflow, at, false)));
                    }
                });
        table.sort(Comparator.comparing(Row::created).reversed());
        if (programs) {
            whole.sort(Comparator.comparing((JsonNode one) ->
                            one.at("/metadata/creationTimestamp").asText(""))
                    .reversed());
            context.out().print(output == OutputForm.YAML ? Printer.yaml(whole) : Printer.json(whole));
        } else if (output == OutputForm.NAME) {
            table.forEach(row -> context.out().println(row.cells().getFirst()));
        } else {
            table(table.stream().map(Row::cells).toList());
        }
    }

    private void table(List<List<String>> cells) {
        List<List<String>> all = new ArrayList<>();
        if (!noHeaders) {
            all.add(rows().titles());
        }
        all.addAll(cells);
        Table.lines(all).forEach(context.out()::println);
    }
}
