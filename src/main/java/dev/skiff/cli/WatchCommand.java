package dev.skiff.cli;

import dev.skiff.cli.view.Display;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.RunEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code skiff watch}: shows a run that another process drives. */
@Command(
        name = "watch",
        description = {
            "Show a run that another process drives, to its end. Ctrl-C ends the watching, not the run.",
            "The exit code is 0 only when it succeeded."
        })
final class WatchCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Mixin
    ShowOptions show = new ShowOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Served> opened = place.open(context);
        if (opened.isPresent()) {
            try (Served served = opened.get()) {
                return new ServedFollow(served).watch(served.known(name), show);
            }
        }
        RunNames names = new RunNames(context.store());
        StoredRun run = names.run(name);
        Display display = show.display(context);
        display.begin(run.name());
        try {
            for (; !run.completed() && run.live(); run = names.run(run.name())) {
                ServedFollow.tell(display, run.workflow());
                Thread.sleep(GLANCE);
            }
        } catch (UserError e) {
            display.cancel();
            throw e;
        }
        display.end(new RunEnd(run.workflow(), ""));
        if (!run.completed()) {
            throw new UserError("the process that drove " + run.name() + " has died: skiff resume " + run.name());
        }
        var status = run.workflow().status();
        return status != null && status.phase() == WorkflowPhase.SUCCEEDED ? 0 : 1;
    }
}
