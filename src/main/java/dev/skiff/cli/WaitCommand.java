package dev.skiff.cli;

import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff wait}, as {@code argo wait}. */
@Command(
        name = "wait",
        description = {
            "Wait until runs that other processes drive have ended.",
            "The exit code is 0 only when all of them succeeded."
        })
final class WaitCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Runs; @latest for the last one.")
    List<String> names = List.of();

    @Option(names = "--ignore-not-found", description = "A run that is not there has ended.")
    boolean ignoreNotFound;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Served> opened = place.open(context);
        if (opened.isPresent()) {
            try (Served served = opened.get()) {
                return served(served);
            }
        }
        int code = 0;
        RunNames known = new RunNames(context.store());
        for (String name : names) {
            if (ignoreNotFound
                    && !name.equals(RunNames.LATEST)
                    && !context.store().names().contains(name)) {
                continue;
            }
            code = Math.max(code, await(known, known.known(name)));
        }
        return code;
    }

    private int served(Served served) throws InterruptedException {
        int code = 0;
        for (String name : names) {
            try {
                code = Math.max(code, new ServedFollow(served).wait(served.known(name)));
            } catch (ServiceException e) {
                if (!ignoreNotFound || e.why() != ServiceException.Why.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return code;
    }

    private int await(RunNames known, String name) throws InterruptedException {
        StoredRun run = known.run(name);
        while (!run.completed() && run.live()) {
            Thread.sleep(GLANCE);
            run = known.run(name);
        }
        var status = run.workflow().status();
        if (!run.completed() || status == null) {
            context.err().println("skiff: the process that drove " + name + " has died: skiff resume " + name);
            return 1;
        }
        WorkflowPhase phase = status.phase();
        context.out().println(name + " " + (phase == null ? "" : phase.text()) + " at " + status.finishedAt());
        context.out().flush();
        return phase == WorkflowPhase.SUCCEEDED ? 0 : 1;
    }
}
