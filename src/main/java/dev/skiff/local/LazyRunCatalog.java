package dev.skiff.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of a short command: a run that is named is read by itself, and all of them are looked at only when a list is asked for.
 * Methods wait instead of throwing while the runs are being read.
 */
public final class LazyRunCatalog implements RunCatalog {
    private final Path data;
    private final InstantSource clock;
    private volatile @Nullable FileRunCatalog whole;
    private boolean closed;

    /** Touches nothing yet. @param data see {@link DataDirectory} */
    public LazyRunCatalog(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    private FileRunCatalog whole() {
        FileRunCatalog known = whole;
        return known == null ? opened() : known;
    }

    private synchronized FileRunCatalog opened() {
        FileRunCatalog known = whole;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new StoreException("skiff is ending");
        }
        FileRunCatalog opened = new FileRunCatalog(data, clock);
        try {
            opened.ready().join();
        } catch (CompletionException e) {
            opened.close();
            throw e.getCause() instanceof StoreException cause
                    ? cause
                    : new StoreException("the runs cannot be read: " + e.getMessage(), e);
        }
        whole = opened;
        return opened;
    }

    private RunDirectory directory(String name) {
        return new RunDirectory(data.resolve("runs").resolve(name));
    }

    /** Complete at once, with 0: how many there are is not known before it is asked for. */
    @Override
    public CompletableFuture<Integer> ready() {
        return CompletableFuture.completedFuture(0);
    }

    /** The version is the time of the last change in microseconds unless all are known. */
    @Override
    public Optional<Entry> find(String name) {
        FileRunCatalog known = whole;
        if (known != null) {
            return known.find(name);
        }
        if (!FileRunStore.isPlain(name)) {
            return Optional.empty();
        }
        try {
            long changed = RunSummary.changed(directory(name));
            return RunSummary.read(name, directory(name))
                    .map(found -> found.entry().as(changed, changed));
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read run " + name + ": "
                            + PrivateFiles.sentence(e, directory(name).path()),
                    e);
        }
    }

    @Override
    public Optional<Entry> withUid(String uid) {
        return whole().withUid(uid);
    }

    @Override
    public List<Entry> page(Predicate<Entry> which, @Nullable Place after, int most) {
        return whole().page(which, after, most);
    }

    @Override
    public Optional<ObjectNode> read(String name, Shape shape) {
        return FileRunCatalog.read(directory(name), name, shape);
    }

    @Override
    public long size(String name) {
        return FileRunCatalog.size(directory(name));
    }

    @Override
    public long version() {
        return whole().version();
    }

    @Override
    public Optional<List<Change>> since(long version) {
        return whole().since(version);
    }

    @Override
    public void await(long version, Duration patience) throws InterruptedException {
        whole().await(version, patience);
    }

    @Override
    public synchronized void close() {
        closed = true;
        FileRunCatalog known = whole;
        if (known != null) {
            known.close();
        }
    }
}
