package dev.skiff.cli;

import dev.skiff.cli.view.Elapsed;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff list}: the runs that are kept. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List the runs that are kept on this machine, the last one first.")
final class ListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide|json|yaml|name")
    @Nullable
    OutputForm output;

    @Option(names = "--running", description = "Only runs that have not ended.")
    boolean running;

    @Option(names = "--completed", description = "Only runs that have ended.")
    boolean completed;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Only runs with these labels, as for skiff stop.")
    @Nullable
    String labels;

    @Option(names = "--field-selector", paramLabel = "SELECTOR", description = "Only these runs, as for skiff stop.")
    @Nullable
    String fields;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--no-headers", description = "Without the line of titles.")
    boolean noHeaders;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunSelector selector = selector();
        List<StoredRun> runs = context.store().list().reversed().stream()
                .filter(selector::matches)
                .filter(run -> !running || !run.completed())
                .filter(run -> !completed || run.completed())
                .toList();
        OutputForm form = output;
        switch (form) {
            case null -> table(runs, false);
            case WIDE -> table(runs, true);
            case NAME -> runs.forEach(run -> context.out().println(run.name()));
            case JSON, YAML ->
                context.out()
                        .print(Printer.list(
                                form, runs.stream().map(StoredRun::workflow).toList()));
        }
        context.out().flush();
        return 0;
    }

    private RunSelector selector() {
        try {
            return RunSelector.of(labels, fields);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private void table(List<StoredRun> runs, boolean wide) {
        List<List<String>> rows = new ArrayList<>();
        if (!noHeaders) {
            List<String> titles = new ArrayList<>(List.of("NAME", "STATUS", "AGE", "DURATION", "PROGRESS", "MESSAGE"));
            if (wide) {
                titles.add("PARAMETERS");
            }
            rows.add(titles);
        }
        runs.forEach(run -> rows.add(row(run, wide)));
        Table.lines(rows).forEach(context.out()::println);
    }

    private List<String> row(StoredRun run, boolean wide) {
        WorkflowStatus status = run.workflow().status();
        String message = status == null || status.message() == null ? "" : status.message();
        boolean dead = !run.completed() && !run.live();
        List<String> row = new ArrayList<>(List.of(
                run.name(),
                dead ? "Interrupted" : Phases.of(run.workflow()),
                Elapsed.between(run.createdAt(), null, context.clock().instant()),
                status == null || dead
                        ? ""
                        : Elapsed.between(
                                status.startedAt(),
                                status.finishedAt(),
                                context.clock().instant()),
                status == null || status.progress() == null ? "" : status.progress(),
                dead
                        ? "its process has died: skiff resume " + run.name()
                        : message.lines().findFirst().orElse("")));
        if (wide) {
            var arguments = run.workflow().spec().arguments();
            row.add(
                    arguments == null
                            ? ""
                            : String.join(
                                    ",",
                                    arguments.parameters().stream()
                                            .map(p -> p.name() + "=" + (p.value() == null ? "" : p.value()))
                                            .toList()));
        }
        return row;
    }
}
