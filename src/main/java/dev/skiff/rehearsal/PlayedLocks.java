package dev.skiff.rehearsal;

import dev.skiff.engine.Command;
import dev.skiff.engine.Event;
import dev.skiff.engine.Lock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The locks of a world in which there is one run: its own nodes compete, in the order in which they ask (LOCK-05). */
final class PlayedLocks {
    private final Map<String, Set<String>> holders = new HashMap<>();
    private final Map<String, List<Lock>> held = new HashMap<>();
    private final Map<String, Command.AcquireLocks> waiting = new LinkedHashMap<>();

    Event acquire(Command.AcquireLocks wanted, Instant at) {
        Lock taken = firstTaken(wanted);
        if (taken == null) {
            return grant(wanted, at);
        }
        waiting.put(wanted.holder(), wanted);
        int free = taken.limit() - holders.getOrDefault(taken.key(), Set.of()).size();
        String message = "Waiting for " + taken.key() + " lock. Lock status: " + free + "/" + taken.limit();
        return new Event.LocksAnswered(wanted.holder(), false, taken.key(), message, at);
    }

    /** @return the answers to those that have got theirs now */
    List<Event> release(String holder, Instant at) {
        waiting.remove(holder);
        List<Lock> freed = held.remove(holder);
        if (freed == null) {
            return List.of();
        }
        freed.forEach(lock -> holders.getOrDefault(lock.key(), new HashSet<>()).remove(holder));
        List<Event> granted = new ArrayList<>();
        for (Iterator<Command.AcquireLocks> i = waiting.values().iterator(); i.hasNext(); ) {
            Command.AcquireLocks next = i.next();
            if (firstTaken(next) == null) {
                i.remove();
                granted.add(grant(next, at));
            }
        }
        return granted;
    }

    private @Nullable Lock firstTaken(Command.AcquireLocks wanted) {
        for (Lock lock : wanted.locks()) {
            Set<String> by = holders.getOrDefault(lock.key(), Set.of());
            if (!by.contains(wanted.holder()) && by.size() >= lock.limit()) {
                return lock;
            }
        }
        return null;
    }

    private Event grant(Command.AcquireLocks wanted, Instant at) {
        wanted.locks()
                .forEach(lock -> holders.computeIfAbsent(lock.key(), k -> new HashSet<>())
                        .add(wanted.holder()));
        held.put(wanted.holder(), wanted.locks());
        return new Event.LocksAnswered(wanted.holder(), true, "", "", at);
    }
}
