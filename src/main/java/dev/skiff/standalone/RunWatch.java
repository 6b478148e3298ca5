package dev.skiff.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.RunCatalog.Change;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunCatalog.Place;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WatchEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of workflows. It knows the last version that it has told of, so that it costs the same however slow its listener is: one
 * that was away finds the latest state of each object, and none of those between.
 */
final class RunWatch {
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final RunCatalog catalog;
    private final Runs runs;
    private final Selection selection;
    private final ListQuery query;
    private final Sink<WatchEvent> sink;
    /** Those that were told of and may cease to be chosen; null when none can. */
    private final @Nullable Set<String> chosen;
    /** Those that a process drove when they were told of: that it dies is no change that anybody notes. */
    private final Map<String, Entry> driven = new LinkedHashMap<>();

    RunWatch(RunCatalog catalog, Runs runs, String namespace, ListQuery query, Sink<WatchEvent> sink) {
        this.catalog = catalog;
        this.runs = runs;
        this.query = query;
        this.selection = Selection.of(namespace, query);
        this.sink = sink;
        this.chosen = selection.mayChange() ? new HashSet<>() : null;
    }

    /** @throws ServiceException GONE when the version it is to begin at is not known any more */
    void run(BooleanSupplier over) throws InterruptedException {
        long seen = Versions.isBeginning(query.resourceVersion())
                ? catalog.version()
                : Versions.of(query.resourceVersion());
        if (Versions.isBeginning(query.resourceVersion())) {
            all(over);
        } else if (chosen != null) {
            choose(seen);
        }
        while (!over.getAsBoolean()) {
            Optional<List<Change>> changes = catalog.since(seen);
            if (changes.isEmpty()) {
                throw new ServiceException(
                        Why.GONE,
                        "too old resource version: " + seen + ": list the workflows anew, and watch from there");
            }
            for (Change change : changes.get()) {
                tell(change, seen);
                seen = change.entry().version();
            }
            if (changes.get().isEmpty()) {
                catalog.await(seen, GLANCE);
                tellOfDead();
            }
        }
    }

    /** Page by page: however many there are, few are in memory. */
    private void all(BooleanSupplier over) throws InterruptedException {
        Place after = null;
        List<Entry> page;
        do {
            page = catalog.page(selection::matches, after, PAGE);
            for (Entry entry : page) {
                if (over.getAsBoolean()) {
                    return;
                }
                give("ADDED", entry);
                after = entry.place();
            }
        } while (page.size() == PAGE);
    }

    /** Whoever watches from a list knows those that were in it. */
    private void choose(long seen) {
        Place after = null;
        List<Entry> page;
        do {
            page = catalog.page(e -> e.version() <= seen && selection.matches(e), after, PAGE);
            for (Entry entry : page) {
                remember(entry);
                after = entry.place();
            }
        } while (page.size() == PAGE);
    }

    private void remember(Entry entry) {
        if (chosen != null) {
            chosen.add(entry.uid());
        }
    }

    private void tell(Change change, long seen) throws InterruptedException {
        Entry entry = change.entry();
        boolean matches = selection.matches(entry);
        boolean known = chosen == null ? matches && entry.added() <= seen : chosen.contains(entry.uid());
        if (change.gone() || !matches) {
            driven.remove(entry.name());
            if (known) {
                sink.take(new WatchEvent("DELETED", Outline.of(entry)));
            }
            if (chosen != null) {
                chosen.remove(entry.uid());
            }
        } else {
            give(known ? "MODIFIED" : "ADDED", entry);
        }
    }

    private void tellOfDead() throws InterruptedException {
        for (Entry entry : List.copyOf(driven.values())) {
            if (!runs.isLive(entry)) {
                driven.remove(entry.name());
                Optional<Entry> now = catalog.find(entry.name());
                if (now.isPresent() && now.get().uid().equals(entry.uid()) && selection.matches(now.get())) {
                    give("MODIFIED", now.get());
                }
            }
        }
    }

    private void give(String type, Entry entry) throws InterruptedException {
        Optional<ObjectNode> object = runs.read(entry, query.shown());
        if (entry.completed()) {
            driven.remove(entry.name());
        } else if (object.isPresent()
                && !object.get().at("/metadata/annotations").has(Labels.INTERRUPTED)) {
            driven.put(entry.name(), entry);
        }
        if (object.isPresent()) {
            remember(entry);
            sink.take(new WatchEvent(type, object.get()));
        }
    }
}
