package dev.skiff.local;

import dev.skiff.engine.Lock;
import dev.skiff.port.Locks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Locks that the runs of this process share among themselves. */
public final class MemoryLocks implements Locks {
    private final LockTable table = new LockTable(List.of());
    private final Map<Holder, Asker> askers = new HashMap<>();

    /** Whom to tell, and what they have been told last. */
    private record Asker(Consumer<Answer> tell, Answer last) {}

    private static final Answer NOTHING_YET = new Answer(false, "", "");
    private static final Answer GRANTED = new Answer(true, "", "");

    @Override
    public void acquire(Holder holder, List<Lock> locks, int priority, Instant created, Consumer<Answer> answer) {
        List<Runnable> calls;
        synchronized (this) {
            table.add("", holder, locks, priority, created);
            askers.put(holder, new Asker(answer, NOTHING_YET));
            calls = answers();
        }
        calls.forEach(Runnable::run);
    }

    @Override
    public void release(Holder holder) {
        List<Runnable> calls;
        synchronized (this) {
            table.remove(e -> e.holder().equals(holder));
            askers.remove(holder);
            calls = answers();
        }
        calls.forEach(Runnable::run);
    }

    @Override
    public void releaseAll(String namespace, String run) {
        List<Runnable> calls;
        synchronized (this) {
            table.remove(e -> isOf(e.holder(), namespace, run));
            askers.keySet().removeIf(holder -> isOf(holder, namespace, run));
            calls = answers();
        }
        calls.forEach(Runnable::run);
    }

    private static boolean isOf(Holder holder, String namespace, String run) {
        return holder.namespace().equals(namespace) && holder.run().equals(run);
    }

    private List<Runnable> answers() {
        Map<Holder, Answer> waiting = table.grant();
        List<Runnable> calls = new ArrayList<>();
        askers.replaceAll((holder, asker) -> {
            Answer now = waiting.getOrDefault(holder, GRANTED);
            if (!now.equals(asker.last())) {
                calls.add(() -> asker.tell().accept(now));
            }
            return new Asker(asker.tell(), now);
        });
        return calls;
    }

    @Override
    public void close() {}
}
