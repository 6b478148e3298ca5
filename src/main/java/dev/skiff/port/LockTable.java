package dev.skiff.port;

import dev.skiff.engine.Lock;
import dev.skiff.port.Locks.Answer;
import dev.skiff.port.Locks.Holder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who holds and who waits for which locks; decides who is next. Not safe for use by several threads at once. */
public final class LockTable {

    /**
     * @param process that asked
     * @param number of its arrival: who came first among equals
     */
    public record Entry(
            String process, Holder holder, List<Lock> locks, int priority, Instant created, long number, boolean held) {
        public Entry {
            locks = List.copyOf(locks);
        }

        private Entry granted() {
            return new Entry(process, holder, locks, priority, created, number, true);
        }

        /** LOCK-05 compares the run only. */
        private boolean sameRun(Entry other) {
            return holder.namespace().equals(other.holder.namespace())
                    && holder.run().equals(other.holder.run());
        }
    }

    /** LOCK-05. */
    private static final Comparator<Entry> QUEUE = Comparator.comparingInt((Entry e) -> -e.priority())
            .thenComparing(Entry::created)
            .thenComparingLong(Entry::number);

    private final List<Entry> entries;

    /** @param entries in any order */
    public LockTable(List<Entry> entries) {
        this.entries = new ArrayList<>(entries);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Puts someone into the queue; whoever is there already stays as they are. */
    public void add(String process, Holder holder, List<Lock> locks, int priority, Instant created) {
        if (entries.stream().noneMatch(e -> e.holder().equals(holder))) {
            long number = entries.stream().mapToLong(Entry::number).max().orElse(0) + 1;
            entries.add(new Entry(process, holder, locks, priority, created, number, false));
        }
    }

    /** Other limits for some locks, by their keys, whoever holds or wants them. */
    public void limit(Map<String, Integer> limits) {
        entries.replaceAll(e -> new Entry(
                e.process(),
                e.holder(),
                e.locks().stream()
                        .map(lock -> new Lock(lock.key(), limits.getOrDefault(lock.key(), lock.limit())))
                        .toList(),
                e.priority(),
                e.created(),
                e.number(),
                e.held()));
    }

    /** @return whether there was any such */
    public boolean remove(Predicate<Entry> which) {
        return entries.removeIf(which);
    }

    /**
     * Gives locks to those whose turn it is, all of theirs or none (LOCK-01). A lock for which someone waits is not given to those behind
     * them in the queue, unless they are of the same run (LOCK-05).
     *
     * @return what everyone else who waits is to be told
     */
    public Map<Holder, Answer> grant() {
        Map<String, Integer> taken = new HashMap<>();
        entries.stream()
                .filter(Entry::held)
                .flatMap(e -> e.locks().stream())
                .forEach(lock -> taken.merge(lock.key(), 1, Integer::sum));
        List<Entry> before = new ArrayList<>();
        Map<Holder, String> refused = new HashMap<>();
        for (Entry entry : entries.stream().filter(e -> !e.held()).sorted(QUEUE).toList()) {
            String missing = missing(entry, taken, before);
            if (missing.isEmpty()) {
                entry.locks().forEach(lock -> taken.merge(lock.key(), 1, Integer::sum));
                entries.set(entries.indexOf(entry), entry.granted());
            } else {
                before.add(entry);
                refused.put(entry.holder(), missing);
            }
        }
        Map<Holder, Answer> answers = new HashMap<>();
        for (Entry entry : before) {
            String key = refused.getOrDefault(entry.holder(), "");
            answers.put(entry.holder(), waiting(entry, key, taken.getOrDefault(key, 0)));
        }
        return answers;
    }

    /** Key of the first lock that cannot be had; empty when all can. */
    private static String missing(Entry entry, Map<String, Integer> taken, List<Entry> before) {
        for (Lock lock : entry.locks()) {
            boolean isFree = taken.getOrDefault(lock.key(), 0) < lock.limit();
            boolean claimed = before.stream()
                    .anyMatch(e -> !e.sameRun(entry)
                            && e.locks().stream().anyMatch(l -> l.key().equals(lock.key())));
            if (!isFree || claimed) {
                return lock.key();
            }
        }
        return "";
    }

    /** LOCK-03. */
    private static Answer waiting(Entry entry, String key, int taken) {
        int limit = entry.locks().stream()
                .filter(lock -> lock.key().equals(key))
                .mapToInt(Lock::limit)
                .findFirst()
                .orElse(0);
        return new Answer(
                false,
                key,
                "Waiting for %s lock. Lock status: %d/%d".formatted(key, Math.max(0, limit - taken), limit));
    }

    /** The processes that hold or wait. */
    public Set<String> processes() {
        Set<String> processes = new HashSet<>();
        entries.forEach(e -> processes.add(e.process()));
        return processes;
    }
}
