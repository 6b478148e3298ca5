package dev.skiff.runtime;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Template;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Does what the name of a node says: {@code ok}, {@code wait}, {@code bug}, {@code deaf}; counts what it is asked for. */
final class FakeWork implements TaskWork {
    final List<String> performed = new CopyOnWriteArrayList<>();
    final List<String> cleaned = new CopyOnWriteArrayList<>();
    final CountDownLatch mayHear = new CountDownLatch(1);
    private final Task.Kind kind;

    FakeWork(Task.Kind kind) {
        this.kind = kind;
    }

    static Task task(Task.Kind kind, String node, @Nullable Duration deadline) {
        var template = Template.builder().name("t").build();
        return new Task(
                new Task.Id("run", node, "run." + node, "run-" + node),
                kind,
                () -> template,
                List::of,
                true,
                deadline,
                Task.Extras.NONE);
    }

    @Override
    public Task.Kind kind() {
        return kind;
    }

    @Override
    public Outcome perform(Task task, RunContext run, Log log) throws InterruptedException {
        performed.add(task.nodeId());
        log.line("begun");
        String deed = task.nodeId().replaceFirst("-.*", "");
        switch (deed) {
            case "wait" -> Thread.sleep(Duration.ofMinutes(5));
            case "bug" -> throw new IllegalStateException("on purpose");
            case "deaf" -> waitUninterruptibly();
            default -> {}
        }
        log.line("done");
        return new Outcome(Verdict.SUCCEEDED, null, "", new Results(Map.of(), "result"));
    }

    private void waitUninterruptibly() {
        while (mayHear.getCount() > 0) {
            try {
                mayHear.await();
            } catch (InterruptedException e) {
                // as some name look-ups do
            }
        }
    }

    @Override
    public void cleanUp(String run) {
        cleaned.add(run);
    }
}
