package dev.skiff.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.Shape;
import dev.skiff.port.service.ShapedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a {@link FileRunStore}: a summary of each in memory, some 300 bytes, which is kept in a file from one process to the next.
 * What changes is learned from {@link ChangeNotes}; each run is looked at when the catalog is opened and, should a note have been lost,
 * every ten minutes.
 *
 * <p>Why no database: a choice by labels that few runs have looks at each run in any case, which in memory takes milliseconds; and other
 * processes write the runs, so that the directory remains the truth whatever keeps the copy.
 */
public final class FileRunCatalog implements RunCatalog {
    private static final System.Logger LOG = System.getLogger("dev.skiff.local");
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration SURVEY = Duration.ofMinutes(10);
    /** For what is under way to be done when all is to end. */
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private static final int REMEMBERED = 4096;
    private static final int GONE_REMEMBERED = 16_384;

    private final Path runs;
    private final ChangeNotes notes;
    private final CatalogFile kept;
    private final InstantSource clock;
    private final Map<String, RunSummary> byName = new ConcurrentHashMap<>();
    private final NavigableMap<Place, Entry> inOrder = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, Change> recent = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, Change> gone = new ConcurrentSkipListMap<>();
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final Thread keeper;
    private @Nullable ChangeReader reader;
    private volatile long version;
    /** All changes after this version are among the recent ones. */
    private volatile long forgotten;
    /** All deletions after this version are remembered. */
    private volatile long lost;

    private volatile long glanced;
    private volatile boolean dirty;

    /** Begins to read; see {@link #ready}. @param data see {@link DataDirectory} */
    public FileRunCatalog(Path data, InstantSource clock) {
        this.runs = data.resolve("runs");
        this.notes = new ChangeNotes(data.resolve("index"));
        this.kept = new CatalogFile(data.resolve("index"));
        this.clock = clock;
        this.keeper = Thread.ofVirtual().name("catalog").start(this::keep);
    }

    private void keep() {
        try {
            open();
            ready.complete(byName.size());
            save();
            while (true) {
                Thread.sleep(SURVEY);
                survey();
                save();
            }
        } catch (IOException | StoreException e) {
            ready.completeExceptionally(
                    e instanceof IOException io ? new StoreException(PrivateFiles.sentence(io, runs), io) : e);
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void open() throws IOException {
        synchronized (this) {
            reader = new ChangeReader(notes);
            for (RunSummary run : kept.read()) {
                byName.put(run.entry().name(), run);
                inOrder.put(run.entry().place(), run.entry());
                version = Math.max(version, run.entry().version());
            }
            forgotten = version;
            lost = version;
        }
        survey();
    }

    /** Looks at every run. */
    private void survey() throws IOException {
        Set<String> there = new HashSet<>();
        if (Files.isDirectory(runs)) {
            try (Stream<Path> directories = Files.list(runs)) {
                directories.forEach(path -> there.add(path.getFileName().toString()));
            }
        }
        List<String> missing =
                byName.keySet().stream().filter(name -> !there.contains(name)).toList();
        missing.forEach(name -> look(name, true));
        there.parallelStream().forEach(name -> look(name, false));
    }

    /**
     * Brings what is known of one run up to date.
     *
     * @param noted whether something has happened to it for sure
     */
    private void look(String name, boolean noted) {
        RunDirectory directory = new RunDirectory(runs.resolve(name));
        RunSummary known = byName.get(name);
        try {
            Optional<Long> stamp = RunSummary.stamp(directory);
            if (stamp.isPresent() && known != null && !noted && stamp.get() == known.stamp()) {
                return;
            }
            put(name, RunSummary.read(name, directory).orElse(null));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "run " + name + " is in no list: " + PrivateFiles.sentence(e, directory.path()));
        }
    }

    private synchronized void put(String name, @Nullable RunSummary found) {
        RunSummary known = byName.get(name);
        if (known != null && found != null && found.isSameAs(known)) {
            return;
        }
        if (known != null
                && (found == null || !known.entry().uid().equals(found.entry().uid()))) {
            long change = next();
            byName.remove(name);
            inOrder.remove(known.entry().place());
            told(new Change(known.entry().as(known.entry().added(), change), true));
            known = null;
        }
        if (found != null) {
            long change = next();
            Entry entry =
                    found.entry().as(known == null ? change : known.entry().added(), change);
            byName.put(name, new RunSummary(entry, found.stamp()));
            inOrder.put(entry.place(), entry);
            told(new Change(entry, false));
        }
    }

    /** Later than any before, also than those of processes whose last ones were not kept. */
    private long next() {
        dirty = true;
        long micros = Math.multiplyExact(clock.millis(), 1000L);
        return Math.max(version + 1, micros);
    }

    private void told(Change change) {
        recent.put(change.entry().version(), change);
        if (recent.size() > REMEMBERED) {
            forgotten = recent.firstKey();
            recent.pollFirstEntry();
        }
        if (change.gone()) {
            gone.put(change.entry().version(), change);
            if (gone.size() > GONE_REMEMBERED) {
                lost = gone.firstKey();
                gone.pollFirstEntry();
            }
        }
        version = change.entry().version();
        notifyAll();
    }

    private void refresh() {
        if (!ready.isDone()) {
            throw new StoreException("the runs are being read, " + byName.size() + " so far: ask again in a moment");
        }
        try {
            Optional<Set<String>> names = poll();
            if (names.isPresent()) {
                names.get().stream().filter(FileRunCatalog::isName).forEach(name -> look(name, true));
            } else {
                survey();
            }
        } catch (IOException e) {
            throw new StoreException("cannot tell which runs have changed: " + PrivateFiles.sentence(e, runs), e);
        }
    }

    private synchronized Optional<Set<String>> poll() throws IOException {
        ChangeReader changes = reader;
        if (changes == null) {
            throw new StoreException(ready.isCompletedExceptionally() ? "the runs cannot be read" : "skiff is ending");
        }
        glanced = System.nanoTime();
        return changes.poll();
    }

    private static boolean isName(String line) {
        return FileRunStore.isPlain(line);
    }

    @Override
    public CompletableFuture<Integer> ready() {
        return ready;
    }

    @Override
    public Optional<Entry> find(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        refresh();
        look(name, false);
        return Optional.ofNullable(byName.get(name)).map(RunSummary::entry);
    }

    @Override
    public Optional<Entry> withUid(String uid) {
        refresh();
        return inOrder.values().stream().filter(e -> e.uid().equals(uid)).findFirst();
    }

    @Override
    public List<Entry> page(Predicate<Entry> which, @Nullable Place after, int most) {
        refresh();
        Collection<Entry> rest =
                after == null ? inOrder.values() : inOrder.tailMap(after, false).values();
        return rest.stream().filter(which).limit(most).toList();
    }

    @Override
    public Optional<ObjectNode> read(String name, Shape shape) {
        return read(new RunDirectory(runs.resolve(name)), name, shape);
    }

    static Optional<ObjectNode> read(RunDirectory directory, String name, Shape shape) {
        for (Path file : List.of(directory.status(), directory.workflow())) {
            try (InputStream in = Files.newInputStream(file)) {
                JsonNode tree = ShapedReader.read(in, shape);
                if (tree instanceof ObjectNode object) {
                    return Optional.of(object);
                }
                throw new StoreException("cannot read run " + name + ": " + file + " is no object");
            } catch (NoSuchFileException e) {
                // the next one, or it is gone
            } catch (IOException e) {
                throw new StoreException("cannot read run " + name + ": " + PrivateFiles.sentence(e, file), e);
            }
        }
        return Optional.empty();
    }

    @Override
    public long size(String name) {
        return size(new RunDirectory(runs.resolve(name)));
    }

    static long size(RunDirectory directory) {
        try {
            return Files.size(directory.status());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public long version() {
        refresh();
        return version;
    }

    @Override
    public Optional<List<Change>> since(long before) {
        refresh();
        if (before < lost) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        if (before >= forgotten) {
            recent.tailMap(before, false).values().stream().filter(this::isLast).forEach(changes::add);
        } else {
            gone.tailMap(before, false).values().stream().filter(this::isLast).forEach(changes::add);
            inOrder.values().stream()
                    .filter(entry -> entry.version() > before)
                    .map(entry -> new Change(entry, false))
                    .forEach(changes::add);
        }
        changes.sort(Comparator.comparingLong(c -> c.entry().version()));
        return Optional.of(changes);
    }

    /** Whether nothing has happened to the run since. */
    private boolean isLast(Change change) {
        RunSummary now = byName.get(change.entry().name());
        return change.gone()
                ? now == null || !now.entry().uid().equals(change.entry().uid())
                : now != null && now.entry().version() == change.entry().version();
    }

    @Override
    public void await(long before, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (version <= before && System.nanoTime() < end) {
            synchronized (this) {
                if (version <= before) {
                    wait(GLANCE.toMillis());
                }
            }
            // however many wait, one looks
            if (System.nanoTime() - glanced > GLANCE.toNanos() / 2) {
                refresh();
            }
        }
    }

    private synchronized void save() {
        if (dirty) {
            dirty = false;
            try {
                kept.write(byName.values());
            } catch (IOException e) {
                // it is tried again, or made anew by the next process
                dirty = true;
                LOG.log(
                        System.Logger.Level.DEBUG,
                        () -> "the catalog is not kept: " + PrivateFiles.sentence(e, kept.path()));
            }
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        try {
            // what it is writing just now is written before this is over
            keeper.join(LAST_WORK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ready.isDone() && !ready.isCompletedExceptionally()) {
            save();
        }
        synchronized (this) {
            if (reader != null) {
                try {
                    reader.close();
                } catch (IOException e) {
                    // it was only read
                }
                reader = null;
            }
        }
    }
}
