package dev.skiff.docker;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Member;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.pod.MemberRetry;
import dev.skiff.pod.SetProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one containerSet, all of them made, from the start of the first to the end of the last. One thread decides, and each
 * member that runs has one that follows it.
 */
final class SetRun {

    private sealed interface Happening {}

    private record MemberEnded(String name, ContainerEnd end) implements Happening {}

    private record Broken(Exception why) implements Happening {}

    private record StopAsked() implements Happening {}

    private final Services services;
    private final Map<String, ContainerPlan> plans = new LinkedHashMap<>();
    private final Map<String, String> ids;
    private final MemberRetry retry;
    private final Function<String, OutputSink> newSink;
    private final Consumer<Map<String, Member>> changed;
    private final SetProgress progress;
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final Map<String, FollowedContainer> running = new ConcurrentHashMap<>();
    private final Map<String, OutputSink> sinks = new ConcurrentHashMap<>();
    private final Set<String> adopted = new LinkedHashSet<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private boolean lostAndKilled;

    /**
     * @param graph name → names of those that it depends on
     * @param ids name → id of the container that has been made for it
     * @param newSink gives the sink for the output of a member
     * @param changed hears each change of the members, on the thread that runs {@link #run}
     */
    SetRun(
            Services services,
            TaskPlan plan,
            Map<String, List<String>> graph,
            Map<String, String> ids,
            Function<String, OutputSink> newSink,
            Consumer<Map<String, Member>> changed) {
        this.services = services;
        this.ids = Map.copyOf(ids);
        this.retry = plan.retry();
        this.newSink = newSink;
        this.changed = changed;
        this.progress = new SetProgress(graph);
        plan.members().forEach(m -> plans.put(m.container(), m));
    }

    /** The member has been started by an earlier process, and may have ended since; how often it was executed is not known. */
    void adopt(String name, Instant startedAt) {
        adopted.add(name);
        progress.started(name, startedAt);
    }

    /** Returns when all members have ended. */
    void run(CompletableFuture<StopReason> stopped) throws IOException {
        stopped.thenRun(() -> happenings.add(new StopAsked()));
        adopted.forEach(name -> follow(name, true));
        while (!progress.isOver()) {
            for (String name : progress.startable()) {
                progress.started(name, services.now());
                follow(name, false);
            }
            changed.accept(progress.members());
            take(next());
        }
        changed.accept(progress.members());
    }

    private Happening next() throws EngineLostException {
        try {
            Optional<Instant> stopAt = ending.getCount() == 0 ? Optional.empty() : progress.stopAt();
            if (stopAt.isEmpty()) {
                return happenings.take();
            }
            long millis = Duration.between(services.now(), stopAt.get()).toMillis();
            Happening next = happenings.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return next == null ? new StopAsked() : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineLostException("interrupted", e);
        }
    }

    private void take(Happening happening) throws IOException {
        switch (happening) {
            case MemberEnded ended -> progress.ended(ended.name(), end(ended.name(), ended.end()));
            case StopAsked _ -> endAll();
            case Broken broken -> {
                endAll();
                throw broken.why() instanceof IOException io ? io : new IOException(broken.why());
            }
        }
    }

    private SetProgress.End end(String name, ContainerEnd end) {
        lostAndKilled |= end.engineLost() && end.killed();
        ContainerPlan plan = plans.get(name);
        OutputSink sink = sinks.get(name);
        String unfound =
                plan == null || sink == null ? "" : ContainerReader.notExecutable(plan, end, sink.firstErrorWords());
        if (!unfound.isEmpty()) {
            return new SetProgress.End(
                    ContainerReader.NOT_EXECUTABLE, unfound, false, end.startedAt(), end.finishedAt());
        }
        int code = end.startError().isEmpty() || end.exitCode() != 0 ? end.exitCode() : ContainerReader.NOT_STARTED;
        return new SetProgress.End(code, end.startError(), end.oomKilled(), end.startedAt(), end.finishedAt());
    }

    private void endAll() {
        if (ending.getCount() == 0) {
            return;
        }
        ending.countDown();
        progress.stop(services.now());
        running.values().forEach(this::stop);
    }

    private void stop(FollowedContainer container) {
        Thread.ofVirtual().name("stop " + container.name()).start(() -> {
            try {
                container.stop(services.options().gracePeriod());
            } catch (IOException e) {
                // whoever waits for its end has the same connection troubles, and says so
            }
        });
    }

    private void follow(String name, boolean isAdopted) {
        Thread.ofVirtual().name("member " + name).start(() -> {
            try {
                happenings.add(new MemberEnded(name, isAdopted ? watch(name) : execute(name)));
            } catch (IOException | RuntimeException e) {
                happenings.add(new Broken(e));
            }
        });
    }

    private ContainerEnd watch(String name) throws IOException {
        FollowedContainer container = FollowedContainer.started(services, name, id(name), sink(name));
        return endOf(name, container);
    }

    /** RETRY-20: the same container again, with what its file system holds and its log goes on. */
    private ContainerEnd execute(String name) throws IOException {
        OutputSink sink = sink(name);
        for (int execution = 1; ; execution++) {
            FollowedContainer container = FollowedContainer.created(services, name, id(name), sink);
            boolean started = container.start();
            ContainerEnd end = endOf(name, container);
            boolean last = execution >= retry.executions() || end.exitCode() == 0 || !started || isUnfound(name, end);
            if (last || isEndingAfter(retry.pause())) {
                return end;
            }
        }
    }

    private boolean isUnfound(String name, ContainerEnd end) {
        return end(name, end).exitCode() == ContainerReader.NOT_EXECUTABLE;
    }

    private boolean isEndingAfter(Duration pause) throws IOException {
        try {
            return ending.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineLostException("interrupted", e);
        }
    }

    private ContainerEnd endOf(String name, FollowedContainer container) throws IOException {
        running.put(name, container);
        try {
            if (ending.getCount() == 0) {
                stop(container);
            }
            return container.end();
        } finally {
            running.remove(name, container);
        }
    }

    private String id(String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException("no container has been made for " + name);
        }
        return id;
    }

    private OutputSink sink(String name) {
        return sinks.computeIfAbsent(name, newSink);
    }

    /** Name → how it is. */
    Map<String, Member> members() {
        return progress.members();
    }

    /** The sink of a member that has been started; null for one that never was. */
    @Nullable
    OutputSink sinkOf(String name) {
        return sinks.get(name);
    }

    /** What became of the members when the engine was lost, or the task could not go on. */
    Results aborted(String message) {
        progress.abort(message, services.now());
        return new Results(Map.of(), null, Map.of(), progress.members());
    }

    /** The verdict, with Argo's message (PHASE-04, PHASE-08). */
    Ended ended(Results read, String failedSidecar, @Nullable StopReason stopped, @Nullable Instant startedAt) {
        Results results = new Results(read.files(), read.stdout(), read.artifacts(), progress.members());
        String message = progress.message();
        Verdict verdict = message.isEmpty() && failedSidecar.isEmpty() ? Verdict.SUCCEEDED : Verdict.FAILED;
        if (stopped == StopReason.DEADLINE) {
            verdict = Verdict.FAILED;
            message = StopReason.DEADLINE_MESSAGE;
        } else if (lostAndKilled && stopped == null && verdict == Verdict.FAILED) {
            verdict = Verdict.ERROR;
            message += ": the container engine stopped while the step ran";
        } else if (message.isEmpty()) {
            message = failedSidecar;
        }
        return new Ended(
                verdict, progress.exitCode(), message, results, startedAt, progress.finishedAt(services.now()));
    }
}
