package dev.skiff.port;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.Shape;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a store has, and what lists choose them by: so that a page of a hundred thousand takes milliseconds. The store is the truth;
 * this follows it, also what other processes do with it. Any number of threads may use it.
 *
 * <p>Methods throw {@link StoreException} when the store cannot be read, and before {@link #ready} has completed.
 */
public interface RunCatalog extends AutoCloseable {

    /**
     * What is known of a run without reading it.
     *
     * @param created milliseconds of the epoch, whole seconds as in {@code metadata.creationTimestamp}
     * @param finished likewise; {@link #UNFINISHED} while it has not ended
     * @param phase {@code Running}, {@code Succeeded} …; empty before the first status
     * @param labels of its own, without those that follow from the phase
     * @param added the version at which it became known
     * @param version grows with each change, over all runs, also over restarts
     */
    record Entry(
            String name,
            String namespace,
            String uid,
            long created,
            long finished,
            String phase,
            Map<String, String> labels,
            long added,
            long version) {
        public static final long UNFINISHED = Long.MIN_VALUE;

        public Entry {
            labels = Map.copyOf(labels);
        }

        public Place place() {
            return new Place(created, name);
        }

        public boolean completed() {
            return finished != UNFINISHED;
        }

        /** @param change of which it is the outcome */
        public Entry as(long first, long change) {
            return new Entry(name, namespace, uid, created, finished, phase, labels, first, change);
        }
    }

    /** Where a run is in a list; the last created comes first. */
    record Place(long created, String name) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::created).reversed().thenComparing(Place::name);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A run that is new, changed, or gone.
     *
     * @param entry as it is now, or was last
     */
    record Change(Entry entry, boolean gone) {}

    /** Completes with the number of runs once all are known. */
    CompletableFuture<Integer> ready();

    /** The run as it is in the store at this moment. */
    Optional<Entry> find(String name);

    /** @param uid of a run */
    Optional<Entry> withUid(String uid);

    /**
     * Those that match, in their order.
     *
     * @param after where the page begins; null for the first
     */
    List<Entry> page(Predicate<Entry> which, @Nullable Place after, int most);

    /**
     * The object of a run, with its status as it was written last.
     *
     * @param shape what of it is wanted
     * @return empty when it is there no more
     */
    Optional<ObjectNode> read(String name, Shape shape);

    /** How many bytes the whole object has. */
    long size(String name);

    /** The version of the last change that is known. */
    long version();

    /**
     * What has changed since, each run once, in the order of their last changes.
     *
     * @return empty when so old a version is not known any more: begin anew
     */
    Optional<List<Change>> since(long version);

    /** Returns when something has changed since, or the time is over. */
    void await(long version, Duration patience) throws InterruptedException;

    /** Keeps what is known for the next process. */
    @Override
    void close();
}
