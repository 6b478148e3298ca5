package dev.skiff.cli;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.submission.Cleaners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
    boolean dryRun;

    @Option(names = "--force", description = "Of a server or a cluster: also what a finalizer holds.")
    boolean force;

    @Mixin
    FilterOptions filter = new FilterOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean chosen = all || filter.isGiven();
        if (names.isEmpty() && !chosen) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name the runs, or give --all or --completed, or choose them by --older, --status, --prefix or -l");
        }
        if (!names.isEmpty() && chosen) {
            throw new ParameterException(spec.commandLine(), "name the runs or choose them, not both");
        }
        Optional<Served> opened = place.open(context);
        if (opened.isPresent()) {
            try (Served served = opened.get()) {
                return served(served);
            }
        }
        if (force) {
            throw new ParameterException(
                    spec.commandLine(), "--force is for finalizers, which runs of this machine have none of");
        }
        int code = 0;
        try (Cleaners cleaners = new Cleaners(context.store(), context.executors(), context.artifacts())) {
            for (StoredRun run : chosen()) {
                code = Math.max(code, delete(run, cleaners));
            }
        }
        return code;
    }

    /** A workflow of somebody else. */
    private record Target(String namespace, String name) {}

    private int served(Served served) throws InterruptedException {
        List<Target> targets = new ArrayList<>();
        for (String name : names) {
            targets.add(new Target(served.namespace(), served.known(name)));
        }
        Instant now = context.clock().instant();
        if (names.isEmpty()) {
            // listed to the end before the first is deleted, so that no page moves below the next
            served.each(
                    ResourceKind.WORKFLOW,
                    filter.allNamespaces ? "" : served.namespace(),
                    filter.query(FilterOptions.More.NONE, now),
                    filter.chunkSize,
                    one -> {
                        if (filter.matches(one, FilterOptions.More.NONE, now)) {
                            targets.add(new Target(ServedWorkflow.namespace(one), ServedWorkflow.name(one)));
                        }
                    });
        }
        int code = 0;
        for (Target target : targets) {
            try {
                if (!dryRun) {
                    served.session().delete(ResourceKind.WORKFLOW, target.namespace(), target.name(), force);
                }
                context.out().println("Workflow '" + target.name() + "' deleted" + (dryRun ? " (dry-run)" : ""));
            } catch (ServiceException e) {
                context.err().println("skiff: " + target.name() + " is not deleted: " + Failures.refusal(e));
                code = 1;
            }
        }
        context.out().flush();
        return code;
    }

    private List<StoredRun> chosen() {
        if (!names.isEmpty()) {
            RunNames known = new RunNames(context.store());
            return names.stream().map(known::run).distinct().toList();
        }
        Instant now = context.clock().instant();
        return context.store().list().stream()
                .filter(run -> all ? !run.live() : run.completed())
                .filter(run -> filter.matches(run, place.namespace, FilterOptions.More.NONE, now))
                .toList();
    }

    private int delete(StoredRun run, Cleaners cleaners) {
        try {
            if (run.live()) {
                throw new UserError("run " + run.name() + " is being driven by another process: end that first");
            }
            if (!dryRun) {
                cleaners.delete(run);
            }
            context.out().println(run.name() + " deleted" + (dryRun ? " (dry-run)" : ""));
            return 0;
        } catch (UserError | ExecutorException e) {
            context.err().println("skiff: " + run.name() + " is not deleted: " + e.getMessage());
            return 1;
        }
    }
}
