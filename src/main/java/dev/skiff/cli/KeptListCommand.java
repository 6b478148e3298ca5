package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Elapsed;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code skiff template list} and its like. */
@Command(name = "list", aliases = "ls", description = "List what is kept.")
final class KeptListCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand
    @Nullable
    KeptKind parent;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    boolean allNamespaces;

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

    @Option(names = "--no-headers", description = "Without the line of titles.")
    boolean noHeaders;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceKind kind = KeptFiles.kind(parent);
        List<JsonNode> found = new ArrayList<>();
        try (Served served = place.open(context)) {
            served.each(kind, allNamespaces ? "" : served.place(kind), ListQuery.ALL.withLabels(labels), 0, found::add);
        }
        found.sort(Comparator.comparing(ServedWorkflow::namespace).thenComparing(ServedWorkflow::name));
        OutputForm form = output;
        switch (form) {
            case null -> table(kind, found);
            case WIDE -> table(kind, found);
            case NAME -> found.forEach(one -> context.out().println(ServedWorkflow.name(one)));
            case JSON -> context.out().print(Printer.json(found));
            case YAML -> context.out().print(Printer.yaml(found));
        }
        context.out().flush();
        return 0;
    }

    private void table(ResourceKind kind, List<JsonNode> found) {
        boolean namespaces = allNamespaces && kind.namespaced();
        boolean schedules = kind == ResourceKind.CRON_WORKFLOW;
        List<List<String>> rows = new ArrayList<>();
        if (!noHeaders) {
            rows.add(row(
                    namespaces,
                    schedules,
                    "NAMESPACE",
                    "NAME",
                    "AGE",
                    "LAST RUN",
                    "SCHEDULES",
                    "TIMEZONE",
                    "SUSPENDED"));
        }
        for (JsonNode one : found) {
            JsonNode spec = one.path("spec");
            List<String> times = new ArrayList<>();
            spec.path("schedules").forEach(s -> times.add(s.asText()));
            if (spec.hasNonNull("schedule")) {
                times.add(spec.path("schedule").asText());
            }
            rows.add(row(
                    namespaces,
                    schedules,
                    ServedWorkflow.namespace(one),
                    ServedWorkflow.name(one),
                    since(one.at("/metadata/creationTimestamp")),
                    since(one.at("/status/lastScheduledTime")),
                    String.join(",", times),
                    spec.path("timezone").asText(""),
                    Boolean.toString(spec.path("suspend").asBoolean(false))));
        }
        Table.lines(rows).forEach(context.out()::println);
    }

    private static List<String> row(
            boolean namespaces, boolean schedules, String namespace, String name, String... more) {
        List<String> row = new ArrayList<>();
        if (namespaces) {
            row.add(namespace);
        }
        row.add(name);
        row.addAll(List.of(more).subList(0, schedules ? more.length : 1));
        return row;
    }

    private String since(JsonNode time) {
        try {
            Instant at = OffsetDateTime.parse(time.asText("")).toInstant();
            return Elapsed.between(at, null, context.clock().instant());
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
