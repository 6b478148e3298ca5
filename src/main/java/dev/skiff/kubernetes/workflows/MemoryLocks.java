package dev.skiff.kubernetes.workflows;

import dev.skiff.engine.Lock;
import dev.skiff.port.LockTable;
import dev.skiff.port.LockTable.Entry;
import dev.skiff.port.Locks;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Locks that all runs of this process share. They are not kept: after a restart every run asks for its own again, those it holds first.
 */
public final class MemoryLocks implements Locks {
    private static final Answer NOTHING_YET = new Answer(false, "", "");
    private static final Answer GRANTED = new Answer(true, "", "");
    /** There is one process in the table. */
    private static final String HERE = "";

    private static final class Asker {
        Consumer<Answer> tell;
        Answer last = NOTHING_YET;

        Asker(Consumer<Answer> tell) {
            this.tell = tell;
        }

        void tell(Answer answer) {
            if (!answer.equals(last)) {
                last = answer;
                tell.accept(answer);
            }
        }
    }

    private final Consumer<Lock> wanted;
    private final LockTable table = new LockTable(List.of());
    private final Map<Holder, Asker> askers = new HashMap<>();
    private final Map<String, Integer> limits = new HashMap<>();

    /** @param wanted told of every lock that somebody wants: its limit may be watched from then on */
    public MemoryLocks(Consumer<Lock> wanted) {
        this.wanted = wanted;
    }

    @Override
    public synchronized void acquire(
            Holder holder, List<Lock> locks, int priority, Instant created, Consumer<Answer> answer) {
        locks.forEach(wanted);
        Asker known = askers.get(holder);
        if (known != null) {
            known.tell = answer;
            answer.accept(known.last);
            return;
        }
        askers.put(holder, new Asker(answer));
        table.add(HERE, holder, locks, priority, created);
        settle();
    }

    @Override
    public synchronized void release(Holder holder) {
        if (askers.remove(holder) != null) {
            table.remove(e -> e.holder().equals(holder));
            settle();
        }
    }

    @Override
    public synchronized void releaseAll(String namespace, String run) {
        boolean any = askers.keySet()
                .removeIf(h -> h.namespace().equals(namespace) && h.run().equals(run));
        if (any) {
            table.remove(e ->
                    e.holder().namespace().equals(namespace) && e.holder().run().equals(run));
            settle();
        }
    }

    /** The limit of a lock, as it is from now on; who holds it keeps it. */
    public synchronized void limit(String key, int limit) {
        Integer before = limits.put(key, limit);
        if (before == null || before != limit) {
            settle();
        }
    }

    private void settle() {
        table.limit(limits);
        Map<Holder, Answer> waiting = table.grant();
        for (Entry entry : table.entries()) {
            Asker asker = askers.get(entry.holder());
            if (asker != null) {
                asker.tell(entry.held() ? GRANTED : waiting.getOrDefault(entry.holder(), NOTHING_YET));
            }
        }
    }

    @Override
    public void close() {}
}
