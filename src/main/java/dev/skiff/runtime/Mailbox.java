package dev.skiff.runtime;

import dev.skiff.engine.Event;
import dev.skiff.engine.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Events that wait for one run, in the order of arrival. Those that say the same as one that waits already are merged with it. */
final class Mailbox {
    private record Waiting(String node) {}

    private record Locks(String holder) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<Object, Event> pending = new LinkedHashMap<>();
    private boolean woken;

    void post(Event event) {
        lock.lock();
        try {
            pending.merge(meaning(event), event, (first, again) -> isProgress(again) ? again : first);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The event but for its instant; what a task or a lock waits for counts once, in its latest words. */
    private static Object meaning(Event event) {
        return switch (event) {
            case Event.TaskObserved o -> isProgress(o) ? new Waiting(o.nodeId()) : List.of(o.nodeId(), o.state());
            case Event.Asked a -> a.request();
            // an alarm that rings again after it was moved is another one
            case Event.AlarmRang a -> a;
            case Event.Submitted s -> s;
            case Event.Restored r -> r;
            case Event.LocksAnswered l -> new Locks(l.holder());
            case Event.CacheAnswered c -> c;
        };
    }

    private static boolean isProgress(Event event) {
        return event instanceof Event.LocksAnswered
                || (event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Pending);
    }

    /** Makes the next {@link #take} return at once, with or without events. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that waits; waits itself for the first event, but not longer than {@code patience}: then the list is empty. */
    List<Event> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (pending.isEmpty() && !woken && left > 0) {
                left = arrived.awaitNanos(left);
            }
            woken = false;
            List<Event> taken = List.copyOf(pending.values());
            pending.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
