package dev.skiff.cli;

import dev.skiff.cli.view.Display;
import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.Origin;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.RunEnd;
import dev.skiff.runtime.Runner;
import dev.skiff.runtime.submission.ArtifactCollector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One executor for the runs of one command: opens it, drives one run after another, is interrupted. */
final class RunSession implements AutoCloseable {
    /** A process that dies of signal n has exit code 128 + n. */
    private static final int SIGNALLED = 128;

    private final CommandContext context;
    private final ShowOptions show;
    private final Display display;
    private final Waiting waiting;
    private final TaskExecutor executor;
    private final Runner runner;
    private final Signals signals;
    private final AtomicReference<@Nullable ActiveRun> active = new AtomicReference<>();
    private volatile int signal;
    private final AtomicInteger heard = new AtomicInteger();

    private RunSession(
            CommandContext context,
            ShowOptions show,
            SuspendOptions suspend,
            Display display,
            TaskExecutor executor,
            int parallelism) {
        this.context = context;
        this.show = show;
        this.display = display;
        this.executor = executor;
        this.waiting = new Waiting(display, suspend.autoResume, context.terminal());
        this.runner = new Runner(executor, parallelism, context.ports(), waiting);
        this.signals = new Signals(this::interrupted);
    }

    /**
     * Opens the executor and deletes what dead processes have left in it.
     *
     * @throws ExecutorException when the executor cannot work
     */
    static RunSession open(CommandContext context, ShowOptions show, SuspendOptions suspend, Origin origin) {
        TaskExecutor executor = context.executors()
                .open(origin.executor(), new Executors.Settings(origin.allowHostPath(), origin.cluster(), show.log));
        Display display = show.display(context);
        RunSession session = new RunSession(context, show, suspend, display, executor, origin.parallelism());
        session.collectGarbage();
        String notice = context.executors().notice(origin.executor());
        if (!notice.isEmpty()) {
            display.say(notice);
        }
        return session;
    }

    private void collectGarbage() {
        try {
            executor.collectGarbage(context.store().unfinished());
        } catch (ExecutorException e) {
            display.warning("", String.valueOf(e.getMessage()));
        }
    }

    void say(String sentence) {
        display.say(sentence);
    }

    /** Starts the run and shows it to its end. @return the exit code */
    int start(Workflow workflow, Bundle resources, Origin origin) {
        display.begin(workflow.metadata().getName());
        return follow(isSuspended(workflow), resources, () -> runner.start(workflow, resources, origin));
    }

    /** The same for a run that repeats another one. @param originals nodes of that one; see {@link Runner#start} */
    int start(Workflow workflow, Bundle resources, Origin origin, List<NodeStatus> originals) {
        display.begin(workflow.metadata().getName());
        return follow(isSuspended(workflow), resources, () -> runner.start(workflow, resources, origin, originals));
    }

    /** Goes on with a run that has ended and shows it to its end. @return the exit code */
    int retry(Workflow workflow, Bundle resources, Request.Retry request) {
        display.begin(workflow.metadata().getName());
        return follow(false, resources, () -> runner.retry(workflow, resources, request));
    }

    /** Goes on with the run and shows it to its end. @param requests what to ask of it once it goes on. @return the exit code */
    int resume(Workflow workflow, Bundle resources, List<Request> requests) {
        display.begin(workflow.metadata().getName());
        return follow(isSuspended(workflow), resources, () -> {
            ActiveRun run = runner.resume(workflow, resources);
            requests.forEach(request -> run.ask(request, refusal -> {
                if (!refusal.isEmpty()) {
                    display.warning(run.name(), refusal);
                }
            }));
            return run;
        });
    }

    @FunctionalInterface
    private interface Beginning {
        ActiveRun run();
    }

    private static boolean isSuspended(Workflow workflow) {
        return Boolean.TRUE.equals(workflow.spec().suspend());
    }

    private int follow(boolean suspended, Bundle resources, Beginning beginning) {
        ActiveRun run;
        try {
            run = beginning.run();
        } catch (RuntimeException e) {
            display.cancel();
            throw e;
        }
        active.set(run);
        waiting.begin(run, suspended);
        if (signal != 0) {
            run.ask(new Request.Stop());
        }
        RunEnd end = run.end().join();
        active.set(null);
        waiting.end();
        display.end(end);
        collectArtifacts(end, resources);
        print(end);
        if (!end.problem().isEmpty()) {
            context.err().println("skiff: " + end.problem());
            context.err().println("skiff: the run can be resumed: skiff resume " + run.name());
        }
        return signal != 0 ? SIGNALLED + signal : end.succeeded() ? 0 : 1;
    }

    /** ART-12. */
    private void collectArtifacts(RunEnd end, Bundle resources) {
        if (end.problem().isEmpty()) {
            new ArtifactCollector(context.artifacts())
                    .collect(new RunContext(end.workflow(), resources), ArtifactCollector.ON_COMPLETION)
                    .forEach(sentence -> context.err().println("skiff: " + sentence));
        }
    }

    /** Whether no further run should be started. */
    boolean isInterrupted() {
        return signal != 0;
    }

    private void print(RunEnd end) {
        OutputForm form = show.output;
        switch (form) {
            case null -> {}
            case WIDE -> {}
            case NAME -> context.out().println(end.workflow().metadata().getName());
            case JSON, YAML -> context.out().print(Printer.one(form, end.workflow()));
        }
        context.out().flush();
    }

    /** The first asks the run to stop; the second does not wait for its steps; the third for nothing at all. */
    private void interrupted(int number) {
        signal = number;
        int times = heard.incrementAndGet();
        if (times > 2) {
            // what is recorded is safe, and the next skiff cleans up
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        ActiveRun run = active.get();
        if (run == null) {
            return;
        }
        if (times == 1) {
            display.say("stopping: running steps are being ended, exit handlers run (once more: at once)");
            run.ask(new Request.Stop());
        } else {
            run.ask(new Request.Terminate());
            run.hurry();
        }
    }

    @Override
    public void close() {
        signals.close();
        waiting.close();
        executor.close();
    }
}
