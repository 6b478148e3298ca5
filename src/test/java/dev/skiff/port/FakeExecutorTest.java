package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FakeExecutorTest extends TaskLifecycleContract {
    private final FakeExecutor.Place place = new FakeExecutor.Place();
    private final Map<String, Deeds> deeds = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    @Override
    protected TaskExecutor open(Limits limits) {
        return new FakeExecutor(task -> fateOf(deeds.get(task.nodeId())), thread, InstantSource.system(), place);
    }

    @AfterEach
    void endTheThread() {
        thread.shutdownNow();
    }

    private static FakeExecutor.Fate fateOf(Deeds deeds) {
        var code = deeds.exitCode();
        if (code == null) {
            return new FakeExecutor.Fate.Runs(deeds.stdout());
        }
        var files = deeds.path() == null ? Map.<String, String>of() : Map.of("value", deeds.text());
        return new FakeExecutor.Fate.Exits(code, deeds.stdout(), files);
    }

    @Override
    protected void announce(Task task, Deeds does) {
        deeds.put(task.nodeId(), does);
        // Nothing runs, so nothing outlives its deadline by itself.
        if (does.exitCode() == null) {
            task.activeDeadline()
                    .ifPresent(limit -> thread.schedule(
                            () -> ((FakeExecutor) executor()).passDeadlineOf(task.run(), task.nodeId()),
                            limit.toMillis(),
                            TimeUnit.MILLISECONDS));
        }
    }

    @Override
    protected String image() {
        return "fake";
    }

    @Override
    protected List<String> leftovers(String run) {
        return place.of(run);
    }

    @Test
    void aTaskRunsToAnyEndThatATestWants() {
        deeds.put("b", Deeds.untilStopped());
        executor().start(task("b").output("value", "/tmp/x").build());
        heard.running("b");

        ((FakeExecutor) executor()).finish(run, "b", 4, Map.of("value", "v"));

        assertThat(heard.ended("b").exitCode()).isEqualTo(4);
        assertThat(place.executions()).contains(ref("b"));
    }

    @Test
    void anImmediateExecutorHasEndedTheTaskWhenStartReturns() {
        var immediate = FakeExecutor.immediate(t -> FakeExecutor.Fate.gives("value", "7"), InstantSource.system());
        immediate.listen(heard);

        immediate.start(task("now").output("value", "/tmp/x").build());

        assertThat(heard.ends("now")).hasSize(1);
    }

    @Test
    void tasksOutliveTheExecutor() {
        deeds.put("a", Deeds.untilStopped().print("said"));
        var task = task("a").build();
        executor().start(task);
        heard.running("a");

        reopen(Limits.USUAL).recover(context(), List.of(task));
        heard.saw("a", "said");
        ((FakeExecutor) executor()).finish(run, "a", 0, Map.of());

        assertThat(heard.ended("a").exitCode()).isZero();
        assertThat(place.executions()).hasSize(1);
    }
}
