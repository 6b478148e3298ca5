package dev.skiff.runtime;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.port.RunStore;
import dev.skiff.port.StoreException;
import dev.skiff.port.StoredLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store on a disk that is full after so many writes to the journal. */
final class FullStore implements RunStore {
    private final RunStore store;
    private final int writes;
    boolean refuseOutput;

    FullStore(RunStore store, int writes) {
        this.store = store;
        this.writes = writes;
    }

    private static StoreException full() {
        return new StoreException("cannot keep run: No space left on device");
    }

    @Override
    public RunRecord create(Workflow workflow, Origin origin) {
        return new Record(store.create(workflow, origin));
    }

    @Override
    public RunRecord takeOver(String name) {
        return new Record(store.takeOver(name));
    }

    private final class Record implements RunRecord {
        private final RunRecord record;
        private int written;

        Record(RunRecord record) {
            this.record = record;
        }

        @Override
        public String name() {
            return record.name();
        }

        @Override
        public void append(List<Event> events) {
            if (written++ >= writes) {
                throw full();
            }
            record.append(events);
        }

        @Override
        public void replay(Consumer<Event> reader) {
            record.replay(reader);
        }

        @Override
        public CompletableFuture<Void> status(Progress progress) {
            return record.status(progress);
        }

        @Override
        public void output(String nodeId, String container, byte[] chunk) {
            if (refuseOutput) {
                throw full();
            }
            record.output(nodeId, container, chunk);
        }

        @Override
        public void forgetOutput(String nodeId) {
            record.forgetOutput(nodeId);
        }

        @Override
        public void listen(Requests requests) {
            record.listen(requests);
        }

        @Override
        public void close() {
            record.close();
        }
    }

    @Override
    public Optional<StoredRun> find(String name) {
        return store.find(name);
    }

    @Override
    public boolean isLive(String name) {
        return store.isLive(name);
    }

    @Override
    public List<StoredRun> list() {
        return store.list();
    }

    @Override
    public List<String> names() {
        return store.names();
    }

    @Override
    public List<String> unfinished() {
        return store.unfinished();
    }

    @Override
    public List<String> expired(Instant now) {
        return store.expired(now);
    }

    @Override
    public Origin origin(String name) {
        return store.origin(name);
    }

    @Override
    public void replay(String name, Consumer<Event> reader) {
        store.replay(name, reader);
    }

    @Override
    public void ask(String name, Request request) {
        store.ask(name, request);
    }

    @Override
    public List<StoredLog> logs(String name) {
        return store.logs(name);
    }

    @Override
    public void delete(String name) {
        store.delete(name);
    }
}
