package dev.skiff.cli;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.submission.Cleaners;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skiff delete}: forgets runs, and removes what is left of them in their executor. */
@Command(name = "delete", description = "Delete runs with their logs, and what they have left in the container engine.")
final class DeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Runs; @latest for the last one.")
    List<String> names = List.of();

    @Option(names = "--all", description = "All runs, but for those that a living process drives.")
    boolean all;

    @Option(names = "--completed", description = "All runs that have ended.")
    boolean completed;

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (names.isEmpty() && !all && !completed) {
            throw new ParameterException(spec.commandLine(), "name the runs, or give --all or --completed");
        }
        int code = 0;
        try (Cleaners cleaners = new Cleaners(context.store(), context.executors(), context.artifacts())) {
            for (StoredRun run : chosen()) {
                code = Math.max(code, delete(run, cleaners));
            }
        }
        return code;
    }

    private List<StoredRun> chosen() {
        if (!names.isEmpty()) {
            RunNames known = new RunNames(context.store());
            return names.stream().map(known::run).distinct().toList();
        }
        return context.store().list().stream()
                .filter(run -> all ? !run.live() : run.completed())
                .toList();
    }

    private int delete(StoredRun run, Cleaners cleaners) {
        try {
            if (run.live()) {
                throw new UserError("run " + run.name() + " is being driven by another process: end that first");
            }
            cleaners.delete(run);
            context.out().println(run.name() + " deleted");
            return 0;
        } catch (UserError | ExecutorException e) {
            context.err().println("skiff: " + run.name() + " is not deleted: " + e.getMessage());
            return 1;
        }
    }
}
