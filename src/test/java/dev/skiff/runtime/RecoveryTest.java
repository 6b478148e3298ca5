package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Request;
import dev.skiff.local.FileRunStore;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.FakeExecutor.Place;
import dev.skiff.port.Feed;
import dev.skiff.port.Origin;
import dev.skiff.port.TaskRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at some point; another one goes on with what the first one has recorded, and with what runs. */
class RecoveryTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Origin ORIGIN = new Origin("fake", List.of(), List.of(), List.of(), false, 0);
    private static final String RETRIED = """
            - name: main
              steps:
              - - {name: a, template: leaf}
              - - {name: b, template: leaf, withItems: [p, q, r]}
              - - {name: c, template: flaky}
            - name: leaf
              container: {image: busybox, command: [sh, -c, 'true']}
            - name: flaky
              retryStrategy: {limit: 3}
              container: {image: busybox, command: [sh, -c, 'true']}
            """;

    @TempDir
    Path directory;

    /** Killed after each line of the journal, and in the middle of the next one. */
    @TestFactory
    Stream<DynamicTest> whereverItWasKilledNothingThatEndedIsStartedAgain() throws IOException {
        Path whole = directory.resolve("whole");
        var first = FakeExecutor.immediate(RecoveryTest::twiceFlaky, CLOCK);
        RunnerTest.end(runner(first, whole).start(Yaml.workflow("wf", RETRIED), Yaml.NOTHING, ORIGIN));
        List<String> journal = Files.readAllLines(whole.resolve("runs/wf/journal.jsonl"));
        assertThat(journal).hasSizeGreaterThan(10);
        return IntStream.rangeClosed(0, journal.size())
                .mapToObj(n -> DynamicTest.dynamicTest("after " + n + " events", () -> resume(whole, journal, n)));
    }

    private void resume(Path whole, List<String> journal, int survived) throws IOException {
        Path copy = Files.createTempDirectory(directory, "killed");
        copyRun(whole, copy);
        String torn = survived < journal.size() ? journal.get(survived).substring(0, 20) : "";
        Files.writeString(
                copy.resolve("runs/wf/journal.jsonl"),
                String.join(
                                "",
                                journal.subList(0, survived).stream()
                                        .map(l -> l + "\n")
                                        .toList())
                        + torn);

        var executor = FakeExecutor.immediate(RecoveryTest::twiceFlaky, CLOCK);
        var end = RunnerTest.end(runner(executor, copy).resume(workflow(copy), Yaml.NOTHING));

        assertThat(end.succeeded()).as(end.problem()).isTrue();
        var recorded = new TreeSet<String>();
        journal.subList(0, survived).stream()
                .filter(line -> line.contains("\"is\":\"ended\""))
                .forEach(line -> recorded.add(line.replaceFirst(".*\"node\":\"([^\"]+)\".*", "$1")));
        var started =
                executor.place().executions().stream().map(TaskRef::nodeId).toList();
        assertThat(started).doesNotHaveDuplicates().noneMatch(recorded::contains);
        assertThat(started).hasSize(7 - recorded.size());
        var expected = new FileRunStore(whole)
                .find("wf")
                .orElseThrow()
                .workflow()
                .status()
                .nodes();
        assertThat(end.workflow().status().nodes().keySet()).isEqualTo(expected.keySet());
    }

    /** Fails at the first two attempts. */
    private static Fate twiceFlaky(dev.skiff.engine.Task task) {
        String name = task.id().nodeName();
        return name.endsWith("c(0)") || name.endsWith("c(1)") ? Fate.fails(1) : Fate.succeeds();
    }

    @Test
    void tasksThatRunAreAdoptedAndTheirOutputIsKeptOnce() throws IOException {
        var place = new Place();
        Path before = directory.resolve("before");
        var first = new FakeExecutor(t -> new Fate.Runs("working\n"), Runnable::run, CLOCK, place);
        runner(first, before).start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN);
        String a = onlyExecution(place);
        Await.until(
                "its output is kept", () -> !new FileRunStore(before).logs("wf").isEmpty(), place::executions);
        Await.until("its start is recorded", () -> journal(before).contains("running"), () -> journal(before));
        Path after = directory.resolve("after");
        copyRun(before, after);

        var second = new FakeExecutor(t -> Fate.succeeds(), Runnable::run, CLOCK, place);
        var resumed = runner(second, after).resume(workflow(after), Yaml.NOTHING);
        Await.until(
                "the output came again",
                () -> !new FileRunStore(after).logs("wf").isEmpty(),
                place::executions);
        second.finish("wf", a, 0, Map.of());

        assertThat(RunnerTest.end(resumed).succeeded()).isTrue();
        assertThat(place.executions()).doesNotHaveDuplicates().hasSize(4);
        var log = new FileRunStore(after).logs("wf").getFirst();
        assertThat(new String(log.read(0, 100), StandardCharsets.UTF_8)).isEqualTo("working\n");
    }

    @Test
    void aTaskThatWasBeingStoppedIsStoppedAgain() throws IOException {
        var place = new Place();
        Path before = directory.resolve("before");
        var deaf = new DeafExecutor(new FakeExecutor(t -> Fate.runs(), Runnable::run, CLOCK, place));
        var run = new Runner(deaf, 0, RunnerTest.ports(new FileRunStore(before), before), Feed.NONE)
                .start(Yaml.workflow("wf", withExitHandler()), Yaml.NOTHING, ORIGIN);
        Await.until("it runs", () -> journal(before).contains("running"), () -> journal(before));
        run.ask(new Request.Stop());
        Await.until("the stop is recorded", () -> journal(before).contains("asked"), () -> journal(before));
        Path after = directory.resolve("after");
        copyRun(before, after);

        var second = new FakeExecutor(t -> Fate.runs(), Runnable::run, CLOCK, place);
        var end = RunnerTest.end(runner(second, after).resume(workflow(after), Yaml.NOTHING));
        assertThat(end.workflow().status().phase()).isEqualTo(WorkflowPhase.FAILED);
        assertThat(place.of("wf")).isEmpty();
    }

    @Test
    void aRunThatHasEndedIsOnlyCleanedUpOnceMore() {
        Path whole = directory.resolve("whole");
        var first = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        RunnerTest.end(runner(first, whole).start(Yaml.workflow("wf", Yaml.THREE_STEPS), Yaml.NOTHING, ORIGIN));

        var second = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        var end = RunnerTest.end(runner(second, whole).resume(workflow(whole), Yaml.NOTHING));
        assertThat(end.succeeded()).isTrue();
        assertThat(second.place().executions()).isEmpty();
    }

    private static String withExitHandler() {
        return """
                - name: main
                  container: {image: busybox, command: [sleep, "100"]}
                """;
    }

    private static String onlyExecution(Place place) {
        Await.until("a task is started", () -> !place.executions().isEmpty(), place::executions);
        return place.executions().getFirst().nodeId();
    }

    private static Runner runner(FakeExecutor executor, Path data) {
        return new Runner(executor, 0, RunnerTest.ports(new FileRunStore(data), data), Feed.NONE);
    }

    private static Workflow workflow(Path data) {
        return new FileRunStore(data)
                .find("wf").orElseThrow().workflow().toBuilder().status(null).build();
    }

    private static String journal(Path data) {
        try {
            return Files.readString(data.resolve("runs/wf/journal.jsonl"));
        } catch (IOException e) {
            return "";
        }
    }

    /** What a killed process leaves: its files, without its lock. */
    private static void copyRun(Path from, Path to) throws IOException {
        Path target = Files.createDirectories(to.resolve("runs/wf"));
        for (String file : List.of("workflow.json", "origin.json", "journal.jsonl")) {
            Files.copy(from.resolve("runs/wf").resolve(file), target.resolve(file));
        }
    }
}
