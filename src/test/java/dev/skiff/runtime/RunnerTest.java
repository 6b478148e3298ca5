package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Request;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.Feed;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Origin ORIGIN = new Origin("fake", List.of(), List.of(), List.of(), false, 0);

    @TempDir
    Path directory;

    @Test
    void aRunGoesToItsEndAndIsKept() {
        var executor = FakeExecutor.immediate(t -> Fate.prints("hello from " + t.id().nodeName() + "\n"), CLOCK);
        var end = end(runner(executor, 0).start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        assertThat(end.succeeded()).isTrue();
        assertThat(end.problem()).isEmpty();
        var kept = store().find("wf").orElseThrow();
        assertThat(kept.completed()).isTrue();
        assertThat(kept.live()).isFalse();
        assertThat(kept.workflow().status().nodes())
                .hasSameSizeAs(end.workflow().status().nodes());
        assertThat(store().logs("wf"))
                .hasSize(4)
                .allSatisfy(log -> assertThat(log.read(0, 100)).asString().startsWith("hello from wf["));
        assertThat(executor.place().of("wf")).as("left in the executor").isEmpty();
    }

    @Test
    void whatIsActedUponHasBeenRecordedBefore() {
        var seen = new CopyOnWriteArrayList<String>();
        Function<Task, Fate> fates = t -> {
            seen.add(t.id().nodeName() + " after " + ended(journal()));
            return Fate.succeeds();
        };
        end(runner(FakeExecutor.immediate(fates, CLOCK), 0)
                .start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        assertThat(seen)
                .containsExactly("wf[0].a after 0", "wf[1].b(0:p) after 1", "wf[1].b(1:q) after 1", "wf[2].c after 3");
    }

    @Test
    void noMoreTasksThanThereArePlacesAreAtTheExecutor() {
        var executor = new FakeExecutor(t -> Fate.runs(), Runnable::run, CLOCK, new FakeExecutor.Place());
        var run = runner(executor, 2).start(Yaml.workflow("wide", wide(5)), Yaml.NOTHING, ORIGIN);

        for (int finished = 0; finished < 5; finished++) {
            int begun = Math.min(finished + 2, 5);
            Await.until("the next task starts", () -> executions(executor).size() == begun, () -> executions(executor));
            executor.finish("wide", executions(executor).get(finished).nodeId(), 0, java.util.Map.of());
        }
        assertThat(end(run).succeeded()).isTrue();
        assertThat(executions(executor)).hasSize(5);
    }

    @Test
    void aTaskThatWaitsForAPlaceIsNotStartedOnceTheRunIsStopped() {
        var executor = new FakeExecutor(t -> Fate.runs(), Runnable::run, CLOCK, new FakeExecutor.Place());
        var run = runner(executor, 1).start(Yaml.workflow("wide", wide(3)), Yaml.NOTHING, ORIGIN);
        Await.until("one runs", () -> executions(executor).size() == 1, () -> executions(executor));
        run.ask(new Request.Stop());

        var end = end(run);
        assertThat(end.workflow().status().phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(executions(executor)).hasSize(1);
        assertThat(executor.place().of("wide")).isEmpty();
    }

    // NODE-23, PHASE-15
    @Test
    void aBugInOneRunEndsItInErrorAndTouchesNoOther() {
        var broken =
                new TaskState.Ended(TaskState.Verdict.FAILED, 1, null, TaskState.Results.NONE, null, CLOCK.instant());
        Function<Task, Fate> fates = t -> t.run().equals("broken") ? new Fate.Ends(broken) : Fate.succeeds();
        var runner = runner(FakeExecutor.immediate(fates, CLOCK), 0);
        var bad = runner.start(Yaml.workflow("broken", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN);
        var good = runner.start(Yaml.workflow("fine", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN);

        assertThat(end(good).succeeded()).isTrue();
        var end = end(bad);
        assertThat(end.succeeded()).isFalse();
        assertThat(end.workflow().status().phase()).isEqualTo(WorkflowPhase.ERROR);
        assertThat(end.workflow().status().message()).contains("skiff itself failed", "NullPointerException");
        assertThat(store().find("broken").orElseThrow().completed()).isTrue();
    }

    @Test
    void aFullDiskCutsTheRunOffAndItCanBeResumed() {
        var executor = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        var full = new FullStore(store(), 2);
        var end = end(new Runner(executor, 0, ports(full), Feed.NONE)
                .start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        assertThat(end.succeeded()).isFalse();
        assertThat(end.problem()).contains("No space left on device");
        assertThat(executor.place().of("wf")).as("left in the executor").isEmpty();
        assertThat(store().find("wf").orElseThrow().completed()).isFalse();

        long recorded = ended(journal());
        var again = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        assertThat(end(runner(again, 0).resume(submitted("wf"), Yaml.NOTHING)).succeeded())
                .isTrue();
        assertThat(again.place().executions()).hasSize(4 - (int) recorded);
    }

    @Test
    void outputThatCannotBeKeptCutsTheRunOff() {
        var executor = FakeExecutor.immediate(t -> Fate.prints("hello"), CLOCK);
        var full = new FullStore(store(), Integer.MAX_VALUE);
        full.refuseOutput = true;
        var end = end(new Runner(executor, 0, ports(full), Feed.NONE)
                .start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        assertThat(end.problem()).contains("No space left on device");
        assertThat(store().find("wf").orElseThrow().completed()).isFalse();
    }

    @Test
    void theValuesOfSecretsAreNotKept() throws IOException {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .addToStringData("password", "swordfish")
                .build();
        var resources = new Bundle(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(secret),
                List.of(),
                List.of());
        end(runner(FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK), 0)
                .start(Yaml.workflow("wf", Yaml.THREE_STEPS), resources, ORIGIN));

        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain("swordfish");
            }
        }
    }

    @Test
    void whoLooksOnSeesEveryNodeToItsEnd() {
        var nodes = new CopyOnWriteArrayList<NodeStatus>();
        var feed = new RecordingFeed(nodes);
        end(new Runner(FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK), 0, ports(store()), feed)
                .start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        assertThat(nodes.stream()
                        .filter(n -> n.phase() == NodePhase.SUCCEEDED)
                        .map(NodeStatus::name)
                        .distinct())
                .containsExactlyInAnyOrder(
                        "wf", "wf[0]", "wf[0].a", "wf[1]", "wf[1].b(0:p)", "wf[1].b(1:q)", "wf[2]", "wf[2].c");
    }

    @Test
    void aNameThatIsTakenIsRefusedBeforeAnythingStarts() {
        var executor = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        var runner = runner(executor, 0);
        end(runner.start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));
        int before = executions(executor).size();

        assertThatThrownBy(() -> runner.start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is a run named wf already");
        assertThat(executions(executor)).hasSize(before);
    }

    private record RecordingFeed(List<NodeStatus> nodes) implements Feed {
        @Override
        public void changed(Change change) {
            nodes.addAll(change.nodes());
        }

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

        @Override
        public void warning(String run, String sentence) {}
    }

    private static String wide(int width) {
        return """
                - name: main
                  steps: [[{name: a, template: leaf, withSequence: {count: "%d"}}]]
                - name: leaf
                  container: {image: busybox, command: [sh, -c, 'true']}
                """.formatted(width);
    }

    private static List<TaskRef> executions(FakeExecutor executor) {
        return executor.place().executions();
    }

    private Runner runner(FakeExecutor executor, int parallelism) {
        return new Runner(executor, parallelism, ports(store()), Feed.NONE);
    }

    private Ports ports(RunStore store) {
        return ports(store, directory);
    }

    /** @param data where locks and caches are */
    static Ports ports(RunStore store, Path data) {
        return new Ports(store, new TimerAlarms(CLOCK), new FileLocks(data), new FileCaches(data, CLOCK), CLOCK);
    }

    private RunStore store() {
        return new FileRunStore(directory);
    }

    private Workflow submitted(String run) {
        return store().find(run).orElseThrow().workflow().toBuilder()
                .status(null)
                .build();
    }

    private List<String> journal() {
        try {
            return Files.readAllLines(directory.resolve("runs/wf/journal.jsonl"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long ended(List<String> journal) {
        return journal.stream()
                .filter(line -> line.contains("\"is\":\"ended\""))
                .count();
    }

    static RunEnd end(ActiveRun run) {
        Await.until("run " + run.name() + " ends", run.end()::isDone, () -> "nothing");
        return run.end().join();
    }
}
