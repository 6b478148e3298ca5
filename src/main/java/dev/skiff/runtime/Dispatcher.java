package dev.skiff.runtime;

import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Command;
import dev.skiff.engine.Event;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Locks;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskRef;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of one run on the ports. Every command may come twice. */
final class Dispatcher {
    private final String namespace;
    private final String run;
    private final Shell shell;
    private final Consumer<Event> post;
    private final Set<String> daemons = ConcurrentHashMap.newKeySet();

    /** @param namespace of the run: locks of one name in two namespaces are two locks */
    Dispatcher(String namespace, String run, Shell shell, Consumer<Event> post) {
        this.namespace = namespace;
        this.run = run;
        this.shell = shell;
        this.post = post;
    }

    void carryOut(Command command) {
        switch (command) {
            case Command.StartTask start -> start(start.task());
            case Command.StopTask stop -> stop(stop);
            case Command.SetAlarm set -> setAlarm(set.alarm(), set.at());
            case Command.AcquireLocks wanted -> acquire(wanted);
            case Command.ReleaseLocks done -> shell.locks().release(holder(done.holder()));
            case Command.LookUpCache wanted -> lookUp(wanted);
            case Command.SaveCache save -> save(save);
            // the loop sees for itself that the run has finished: it has to wait for the tasks that were stopped
            case Command.Finish finish -> shell.alarms().clear(run);
        }
    }

    private void start(Task task) {
        shell.admission().enter(ref(task.nodeId()), task.kind(), () -> {
            rememberDaemon(task);
            try {
                shell.executor().start(task);
            } catch (ExecutorException e) {
                Instant now = now();
                post.accept(new Event.TaskObserved(
                        task.nodeId(),
                        new TaskState.Ended(
                                TaskState.Verdict.ERROR,
                                null,
                                String.valueOf(e.getMessage()),
                                TaskState.Results.NONE,
                                null,
                                now),
                        now));
            }
        });
    }

    /** To be called for tasks that an earlier process has started. */
    void rememberDaemon(Task task) {
        if (task.kind() == Task.Kind.POD && Boolean.TRUE.equals(task.template().daemon())) {
            daemons.add(task.nodeId());
        }
    }

    /** The task is ready: a daemon stays so until it is stopped, and takes nobody's place meanwhile. */
    void ready(String nodeId) {
        if (daemons.contains(nodeId)) {
            shell.admission().stand(ref(nodeId));
        }
    }

    private void stop(Command.StopTask stop) {
        if (!shell.admission().withdraw(ref(stop.nodeId()))) {
            shell.executor().stop(ref(stop.nodeId()), stop.reason());
        }
    }

    private void acquire(Command.AcquireLocks wanted) {
        String holder = wanted.holder();
        shell.locks()
                .acquire(
                        holder(holder),
                        wanted.locks(),
                        wanted.priority(),
                        wanted.created(),
                        answer -> post.accept(new Event.LocksAnswered(
                                holder, answer.granted(), answer.waitingFor(), answer.message(), now())));
    }

    private void lookUp(Command.LookUpCache wanted) {
        CacheEntry entry = null;
        String problem = "";
        try {
            entry = shell.caches().lookUp(wanted.cache(), wanted.key()).orElse(null);
        } catch (StoreException e) {
            problem = String.valueOf(e.getMessage());
        }
        post.accept(answered(wanted.nodeId(), entry, problem));
    }

    private Event answered(String nodeId, @Nullable CacheEntry entry, String problem) {
        return new Event.CacheAnswered(nodeId, entry, problem, now());
    }

    /** What was to be kept is known all the same: the run goes on. */
    private void save(Command.SaveCache save) {
        try {
            shell.caches().save(save.cache(), save.key(), save.entry());
        } catch (StoreException e) {
            shell.feed().warning(run, String.valueOf(e.getMessage()));
        }
    }

    void setAlarms(Map<String, Instant> pending) {
        pending.forEach(this::setAlarm);
    }

    private void setAlarm(String alarm, Instant at) {
        shell.alarms().set(run, alarm, at, () -> post.accept(new Event.AlarmRang(alarm, now())));
    }

    /** A task has ended: its place is free. */
    void ended(String nodeId) {
        daemons.remove(nodeId);
        shell.admission().leave(ref(nodeId));
    }

    /** The end of a task is recorded: what is left of it may go. */
    void release(String nodeId) {
        shell.executor().release(ref(nodeId));
    }

    /** The executor knows no such task: it has no place, and may ask for one. */
    void absent(String nodeId) {
        shell.admission().leave(ref(nodeId));
    }

    /** The run holds and waits for nothing any more (LOCK-08). */
    void releaseLocks() {
        shell.locks().releaseAll(namespace, run);
    }

    private Instant now() {
        return shell.clock().instant();
    }

    private TaskRef ref(String nodeId) {
        return new TaskRef(run, nodeId);
    }

    private Locks.Holder holder(String nodeId) {
        return new Locks.Holder(namespace, run, nodeId);
    }
}
