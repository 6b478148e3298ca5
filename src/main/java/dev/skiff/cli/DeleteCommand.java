package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private static final Projection WANTED = Projection.of("metadata,status.phase,status.finishedAt");

    private final CommandContext context;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Runs; @latest for the last one.")
    List<String> names = List.of();

    @Option(names = "--all", description = "All runs, but for those that a living process drives.")
    boolean all;

    @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
    boolean dryRun;

    @Option(names = "--force", description = "Also what a finalizer holds, in a cluster.")
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
        filter.check();
        int code = 0;
        try (Served served = place.open(context)) {
            for (Target target : targets(served)) {
                code = Math.max(code, delete(served, target));
            }
        }
        context.out().flush();
        return code;
    }

    private record Target(String namespace, String name) {}

    private Collection<Target> targets(Served served) throws InterruptedException {
        Set<Target> targets = new LinkedHashSet<>();
        for (String name : names) {
            targets.add(new Target(served.namespace(), served.known(name)));
        }
        if (!names.isEmpty()) {
            return targets;
        }
        Instant now = context.clock().instant();
        // listed to the end before the first is deleted, so that no page moves below the next
        served.each(
                ResourceKind.WORKFLOW,
                filter.allNamespaces ? "" : served.namespace(),
                filter.query(FilterOptions.More.NONE, now).showing(WANTED),
                filter.chunkSize,
                one -> {
                    if (filter.matches(one, FilterOptions.More.NONE, now) && (!served.isHere() || isMeantHere(one))) {
                        targets.add(new Target(ServedWorkflow.namespace(one), ServedWorkflow.name(one)));
                    }
                });
        return targets;
    }

    /** On this machine what is chosen has ended, or its process has died if it is among all; what is driven is ended by its own name. */
    private boolean isMeantHere(JsonNode one) {
        return ServedWorkflow.hasEnded(one) || all && ServedWorkflow.isInterrupted(one);
    }

    private int delete(Served served, Target target) throws InterruptedException {
        try {
            if (!dryRun) {
                served.session().delete(ResourceKind.WORKFLOW, target.namespace(), target.name(), force);
            }
            context.out().println("Workflow '" + target.name() + "' deleted" + (dryRun ? " (dry-run)" : ""));
            return 0;
        } catch (ServiceException e) {
            if (names.isEmpty() && e.why() == ServiceException.Why.NOT_FOUND) {
                return 0; // it is in the archive alone, which has its own command
            }
            context.err().println("skiff: " + target.name() + " is not deleted: " + Failures.refusal(e));
            return 1;
        }
    }
}
