package dev.skiff.local;

import dev.skiff.engine.Lock;
import dev.skiff.port.LockTable;
import dev.skiff.port.LockTable.Entry;
import dev.skiff.port.Locks;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Locks that all skiff processes of a user share, in the directory {@code locks} of their data:
 *
 * <pre>
 *   table.json           who holds and who waits, replaced as a whole
 *   lock                 held while the table is changed
 *   processes/ID/lock    held by a process as long as it lives, however it dies
 * </pre>
 *
 * <p>Whoever changes the table gives free locks to those who are next, whichever process they are in, and strikes out dead processes. A
 * process with somebody waiting looks at the table's date now and then.
 */
public final class FileLocks implements Locks {
    private static final Duration GLANCE = Duration.ofMillis(50);
    /** A dead process changes no table: every so many glances the living are counted. */
    private static final int GLANCES_OF_A_COUNT = 10;

    private static final Answer NOTHING_YET = new Answer(false, "", "");
    private static final Answer GRANTED = new Answer(true, "", "");

    /** Those of one run that want the same: only the first of them is in the table, the others are behind it in any case. */
    private record Queue(String namespace, String run, List<Lock> locks) {}

    private static final class Asker {
        final Queue queue;
        final int priority;
        final Instant created;
        Consumer<Answer> tell;
        Answer last = NOTHING_YET;

        Asker(Queue queue, int priority, Instant created, Consumer<Answer> tell) {
            this.queue = queue;
            this.priority = priority;
            this.created = created;
            this.tell = tell;
        }
    }

    private final Path directory;
    private final LockTableFile file;
    private final Map<Holder, Asker> askers = new HashMap<>();
    private final Map<Queue, LinkedHashSet<Holder>> waiting = new LinkedHashMap<>();
    private final Set<Holder> held = new HashSet<>();
    private LockTableFile.Version seen = LockTableFile.Version.NONE;
    private String process = "";
    private @Nullable OwnerFile alive;
    private @Nullable Thread watcher;

    /** @param data see {@link DataDirectory}; nothing is made before the first lock is asked for */
    public FileLocks(Path data) {
        this.directory = data.resolve("locks");
        this.file = new LockTableFile(directory.resolve("table.json"));
    }

    @Override
    public synchronized void acquire(
            Holder holder, List<Lock> locks, int priority, Instant created, Consumer<Answer> answer) {
        Asker known = askers.get(holder);
        if (known != null) {
            known.tell = answer;
            answer.accept(known.last);
            return;
        }
        Queue queue = new Queue(holder.namespace(), holder.run(), List.copyOf(locks));
        Asker asker = new Asker(queue, priority, created, answer);
        askers.put(holder, asker);
        LinkedHashSet<Holder> line = waiting.computeIfAbsent(queue, q -> new LinkedHashSet<>());
        line.add(holder);
        if (line.size() == 1) {
            try {
                change(table -> false);
            } catch (StoreException e) {
                askers.remove(holder);
                waiting.remove(queue);
                throw e;
            }
        } else {
            tell(asker, present(line.getFirst()).last);
        }
        watch();
    }

    private Asker present(Holder holder) {
        Asker asker = askers.get(holder);
        if (asker == null) {
            throw new IllegalStateException("nobody asked for " + holder);
        }
        return asker;
    }

    @Override
    public synchronized void release(Holder holder) {
        giveUp(Set.of(holder));
    }

    @Override
    public synchronized void releaseAll(String namespace, String run) {
        Set<Holder> its = new HashSet<>(askers.keySet());
        its.removeIf(h -> !h.namespace().equals(namespace) || !h.run().equals(run));
        giveUp(its);
    }

    private void giveUp(Set<Holder> holders) {
        boolean recorded = false;
        for (Holder holder : holders) {
            Asker asker = askers.remove(holder);
            if (asker == null) {
                continue;
            }
            LinkedHashSet<Holder> line = waiting.getOrDefault(asker.queue, new LinkedHashSet<>());
            recorded |= held.remove(holder) || holder.equals(line.isEmpty() ? null : line.getFirst());
            line.remove(holder);
            if (line.isEmpty()) {
                waiting.remove(asker.queue);
            }
        }
        if (recorded) {
            change(table -> table.remove(e -> e.process().equals(process) && holders.contains(e.holder())));
        }
    }

    @FunctionalInterface
    private interface Change {
        /** Whether anything was changed. */
        boolean in(LockTable table);
    }

    /** Changes the table, brings it up to date, and tells those here whom it concerns. */
    private void change(Change change) {
        try (FileGuard guard = FileGuard.of(directory)) {
            register();
            LockTable table = file.read();
            List<Entry> before = table.entries();
            strikeOutTheDead(table);
            change.in(table);
            Map<Holder, Answer> answers = settle(table);
            if (!table.entries().equals(before)) {
                file.write(table);
            }
            seen = file.version();
            waiting.values()
                    .forEach(line -> line.forEach(
                            holder -> tell(present(holder), answers.getOrDefault(line.getFirst(), NOTHING_YET))));
        } catch (IOException e) {
            throw new StoreException(
                    "cannot keep the locks that runs share: " + PrivateFiles.sentence(e, directory), e);
        }
    }

    /** Once this process has something to do with locks: says that it lives, and removes what dead ones have left. */
    private void register() throws IOException {
        if (alive != null) {
            return;
        }
        Path processes = directory.resolve("processes");
        PrivateFiles.createDirectories(processes);
        try (Stream<Path> others = Files.list(processes)) {
            for (Path other : others.toList()) {
                if (!OwnerFile.isTaken(other)) {
                    PrivateFiles.deleteTree(other);
                }
            }
        }
        process = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        Path own = processes.resolve(process);
        PrivateFiles.createDirectory(own);
        alive = OwnerFile.take(own).orElseThrow(() -> new IOException("another process has " + own));
    }

    private void strikeOutTheDead(LockTable table) throws IOException {
        for (String one : table.processes()) {
            Path other = directory.resolve("processes").resolve(one);
            if (!one.equals(process) && !(Files.isDirectory(other) && OwnerFile.isTaken(other))) {
                table.remove(e -> e.process().equals(one));
                PrivateFiles.deleteTree(other);
            }
        }
    }

    /** Puts the first of each line into the table until no more locks can be given out. */
    private Map<Holder, Answer> settle(LockTable table) {
        while (true) {
            waiting.values().forEach(line -> {
                Asker first = present(line.getFirst());
                table.add(process, line.getFirst(), first.queue.locks(), first.priority, first.created);
            });
            Map<Holder, Answer> answers = table.grant();
            if (!takeOver(table)) {
                return answers;
            }
        }
    }

    /** Notes which of ours hold their locks now. @return whether that makes room for others of ours in the table */
    private boolean takeOver(LockTable table) {
        boolean more = false;
        for (Entry entry : table.entries()) {
            Asker asker = askers.get(entry.holder());
            if (!entry.held() || !entry.process().equals(process) || asker == null || !held.add(entry.holder())) {
                continue;
            }
            LinkedHashSet<Holder> line = waiting.getOrDefault(asker.queue, new LinkedHashSet<>());
            line.remove(entry.holder());
            if (line.isEmpty()) {
                waiting.remove(asker.queue);
            }
            more |= !line.isEmpty();
            tell(asker, GRANTED);
        }
        return more;
    }

    /** In the order of the changes: nobody may hear last that they have to wait who has been granted. */
    private static void tell(Asker asker, Answer answer) {
        if (!answer.equals(NOTHING_YET) && !answer.equals(asker.last)) {
            asker.last = answer;
            asker.tell.accept(answer);
        }
    }

    private void watch() {
        if (!waiting.isEmpty() && watcher == null) {
            watcher = Thread.ofVirtual().name("locks").start(this::look);
        }
    }

    private void look() {
        try {
            for (int glance = 1; ; glance++) {
                Thread.sleep(GLANCE);
                synchronized (this) {
                    if (waiting.isEmpty()) {
                        watcher = null;
                        return;
                    }
                    if (glance % GLANCES_OF_A_COUNT == 0 || !file.version().equals(seen)) {
                        change(table -> false);
                    }
                }
            }
        } catch (InterruptedException e) {
            // closed
        } catch (IOException | StoreException e) {
            synchronized (this) {
                watcher = null;
            }
            System.getLogger("dev.skiff.local")
                    .log(System.Logger.Level.ERROR, "runs wait for locks in vain: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.interrupt();
            watcher = null;
        }
        OwnerFile own = alive;
        if (own == null) {
            return;
        }
        try (own) {
            giveUp(Set.copyOf(askers.keySet()));
        } catch (IOException | StoreException e) {
            // the next process to come strikes it out
        }
        alive = null;
        try (FileGuard guard = FileGuard.of(directory)) {
            PrivateFiles.deleteTree(directory.resolve("processes").resolve(process));
        } catch (IOException e) {
            // the next process to come removes it
        }
    }
}
