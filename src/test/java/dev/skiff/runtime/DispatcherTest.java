package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Command;
import dev.skiff.engine.Event;
import dev.skiff.engine.Lock;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Caches;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.Feed;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.SampleTask;
import dev.skiff.port.StoreException;
import dev.skiff.port.TaskRef;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back from locks and caches as events. */
class DispatcherTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final CacheEntry ENTRY = new CacheEntry("node-1", null, NOW, NOW);
    private static final List<Lock> MUTEX = List.of(new Lock("default/Mutex/m", 1));

    @TempDir
    Path directory;

    private final FakeExecutor executor = FakeExecutor.immediate(t -> FakeExecutor.Fate.succeeds(), CLOCK);
    private final List<Event> events = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void locksAreAnsweredAtOnceAndWhenTheyAreGranted() {
        var first = dispatcher("first", new FileCaches(directory, CLOCK));
        var second = dispatcher("second", new FileCaches(directory, CLOCK));
        first.carryOut(new Command.AcquireLocks("a", MUTEX, 0, NOW));
        second.carryOut(new Command.AcquireLocks("", MUTEX, 0, NOW));
        first.carryOut(new Command.ReleaseLocks("a"));

        assertThat(events)
                .containsExactly(
                        new Event.LocksAnswered("a", true, "", "", NOW),
                        new Event.LocksAnswered(
                                "",
                                false,
                                "default/Mutex/m",
                                "Waiting for default/Mutex/m lock. Lock status: 0/1",
                                NOW),
                        new Event.LocksAnswered("", true, "", "", NOW));
    }

    @Test
    void aRunThatEndsGivesUpEverything() {
        var first = dispatcher("first", new FileCaches(directory, CLOCK));
        first.carryOut(new Command.AcquireLocks("a", MUTEX, 0, NOW));
        first.carryOut(new Command.AcquireLocks("b", MUTEX, 0, NOW));
        first.releaseLocks();
        events.clear();
        dispatcher("second", new FileCaches(directory, CLOCK)).carryOut(new Command.AcquireLocks("c", MUTEX, 0, NOW));

        assertThat(events).containsExactly(new Event.LocksAnswered("c", true, "", "", NOW));
    }

    @Test
    void aCacheIsAnsweredWithWhatWasSaved() {
        var dispatcher = dispatcher("wf", new FileCaches(directory, CLOCK));
        dispatcher.carryOut(new Command.LookUpCache("n", "cache", "key"));
        dispatcher.carryOut(new Command.SaveCache("cache", "key", ENTRY));
        dispatcher.carryOut(new Command.LookUpCache("n", "cache", "key"));

        assertThat(events)
                .containsExactly(
                        new Event.CacheAnswered("n", null, "", NOW), new Event.CacheAnswered("n", ENTRY, "", NOW));
    }

    @Test
    void aCacheThatCannotBeReadIsAnAnswerAndOneThatCannotBeWrittenAWarning() {
        var dispatcher = dispatcher("wf", new BrokenCaches());
        dispatcher.carryOut(new Command.LookUpCache("n", "cache", "key"));
        dispatcher.carryOut(new Command.SaveCache("cache", "key", ENTRY));

        assertThat(events).containsExactly(new Event.CacheAnswered("n", null, "cannot read", NOW));
        assertThat(warnings).containsExactly("cannot write");
    }

    @Test
    void aDaemonThatIsReadyKeepsNoPlaceAndOtherTasksDo() {
        var dispatcher = dispatcher("wf", new FileCaches(directory, CLOCK));
        executor.listen(new RecordingListener());
        dispatcher.carryOut(new Command.StartTask(
                new SampleTask("wf", "daemon", "x").daemon().build()));
        dispatcher.carryOut(new Command.StartTask(new SampleTask("wf", "a", "x").build()));
        dispatcher.carryOut(new Command.StartTask(new SampleTask("wf", "b", "x").build()));
        assertThat(executor.place().of("wf")).containsExactly("daemon");

        dispatcher.ready("daemon");
        dispatcher.ready("a");

        assertThat(executor.place().of("wf")).containsExactlyInAnyOrder("daemon", "a");
    }

    private static final class BrokenCaches implements Caches {
        @Override
        public Optional<CacheEntry> lookUp(String cache, String key) {
            throw new StoreException("cannot read");
        }

        @Override
        public void save(String cache, String key, CacheEntry entry) {
            throw new StoreException("cannot write");
        }
    }

    private final class Warnings implements Feed {
        @Override
        public void changed(Change change) {}

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

        @Override
        public void warning(String run, String sentence) {
            warnings.add(sentence);
        }
    }

    private @Nullable FileLocks locks;

    private FileLocks locks() {
        if (locks == null) {
            locks = new FileLocks(directory);
        }
        return locks;
    }

    private Dispatcher dispatcher(String run, Caches caches) {
        var ports = new Ports(new FileRunStore(directory), new TimerAlarms(CLOCK), locks(), caches, CLOCK);
        return new Dispatcher(
                "default", run, new Shell(executor, new Admission(1), ports, new Warnings()), events::add);
    }
}
