package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    /** What the table shows, but for whether a workflow waits for somebody, which its nodes tell. */
    private static final Projection SHOWN = Projection.of("metadata,spec.suspend,spec.arguments,status.phase,"
            + "status.message,status.startedAt,status.finishedAt,status.progress");

    private static final Projection NODES = Projection.of("metadata,spec.suspend,status.phase,status.nodes");
    /** Of so many that run it is asked whether they wait. */
    private static final int ASKED = 50;

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

    private int asked;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    /** What is shown of one. */
    private record Row(String name, String created, List<String> cells, JsonNode whole) implements Served.Made {}

    @Override
    public Integer call() throws InterruptedException {
        Duration age = since == null ? null : Spans.parse(since, "--since", filter::wrong);
        var more = new FilterOptions.More(running, age);
        filter.check();
        List<Row> rows = new ArrayList<>();
        try (Served served = place.open(context)) {
            Instant now = context.clock().instant();
            served.each(
                    ResourceKind.WORKFLOW,
                    filter.allNamespaces ? "" : served.namespace(),
                    filter.query(more, now).showing(wanted()),
                    filter.chunkSize,
                    one -> {
                        if (filter.matches(one, more, now)) {
                            rows.add(row(one, served));
                        }
                    });
            rows.sort(served.lastFirst());
        }
        print(rows);
        context.out().flush();
        return 0;
    }

    private RunRows rows() {
        return new RunRows(
                filter.allNamespaces, output == OutputForm.WIDE, context.clock().instant());
    }

    /** Of a table only its cells are kept: there may be many workflows, and each may be large. */
    private Row row(JsonNode one, Served served) throws InterruptedException {
        boolean table = output == null || output == OutputForm.WIDE;
        return new Row(
                ServedWorkflow.name(one),
                ServedWorkflow.created(one),
                table ? rows().row(one, waits(one, served)) : List.of(),
                table || output == OutputForm.NAME ? MissingNode.getInstance() : one);
    }

    private Projection wanted() {
        OutputForm form = output;
        return switch (form) {
            case null -> SHOWN;
            case WIDE -> SHOWN;
            case NAME -> Served.OUTLINE;
            case JSON -> Projection.EVERYTHING;
            case YAML -> Projection.EVERYTHING;
        };
    }

    private boolean waits(JsonNode one, Served served) throws InterruptedException {
        if (!ServedWorkflow.phase(one).equals("Running") || RunRows.isSuspended(one) || asked++ >= ASKED) {
            return RunRows.isSuspended(one);
        }
        try {
            return RunRows.isSuspended(served.session()
                    .get(ResourceKind.WORKFLOW, ServedWorkflow.namespace(one), ServedWorkflow.name(one), NODES));
        } catch (ServiceException e) {
            // it was there a moment ago, and may be listed without being read
            return false;
        }
    }

    private void print(List<Row> rows) {
        OutputForm form = output;
        switch (form) {
            case null -> table(rows.stream().map(Row::cells).toList());
            case WIDE -> table(rows.stream().map(Row::cells).toList());
            case NAME -> rows.forEach(row -> context.out().println(row.name()));
            case JSON ->
                context.out().print(Printer.json(rows.stream().map(Row::whole).toList()));
            case YAML ->
                context.out().print(Printer.yaml(rows.stream().map(Row::whole).toList()));
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
