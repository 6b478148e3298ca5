package dev.skiff.docker;

import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Member;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** What has been said of a task that runs; each change says all of it again. Any thread may change it. */
final class RunningReport {

    private final Consumer<TaskState> observe;
    private TaskState.Running said = new TaskState.Running(Instant.EPOCH, "", "");
    private boolean begun;
    private boolean over;

    RunningReport(Consumer<TaskState> observe) {
        this.observe = observe;
    }

    /** The task runs, from now on. */
    synchronized void begin(Instant startedAt, String host, String address, boolean ready) {
        said = new TaskState.Running(startedAt, host, address, ready, said.members());
        begun = true;
        say();
    }

    /** Every container is ready. */
    synchronized void ready() {
        if (!said.ready()) {
            said = new TaskState.Running(said.startedAt(), said.host(), said.ip(), true, said.members());
            say();
        }
    }

    synchronized void members(Map<String, Member> members) {
        if (!members.equals(said.members())) {
            said = new TaskState.Running(said.startedAt(), said.host(), said.ip(), said.ready(), members);
            say();
        }
    }

    /** Nothing is said of it any more. */
    synchronized void end() {
        over = true;
    }

    private void say() {
        if (begun && !over) {
            observe.accept(said);
        }
    }
}
