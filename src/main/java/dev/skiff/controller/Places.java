package dev.skiff.controller;

import dev.skiff.kubernetes.workflows.ClusterRecords;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.port.Alarms;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskRef;
import dev.skiff.runtime.Estimates;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.Runner;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What runs the workflows of each namespace: names of runs are unique only there. */
final class Places implements AutoCloseable {

    /** What runs the workflows of one namespace. */
    record Place(Runner runner, ClusterRecords records, TaskExecutor executor, WorkflowEvents events) {}

    private final Parts parts;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    Places(Parts parts) {
        this.parts = parts;
    }

    Place of(String namespace) {
        return places.computeIfAbsent(namespace, this::opened);
    }

    private Place opened(String namespace) {
        ClusterRecords records = new ClusterRecords();
        TaskExecutor executor = parts.executors().apply(namespace);
        WorkflowEvents events = parts.events().apply(namespace);
        Ports ports = new Ports(
                records,
                new AlarmsOf(namespace, parts.alarms()),
                parts.locks(),
                parts.caches(),
                parts.clock(),
                parts.meters(),
                new Estimates(),
                parts.traces());
        return new Place(
                new Runner(executor, 0, ports, new Both(events, parts.feeds().apply(namespace))),
                records,
                executor,
                events);
    }

    /** Tells the one, then the other. */
    private record Both(Feed first, Feed second) implements Feed {

        @Override
        public void changed(Change change) {
            first.changed(change);
            second.changed(change);
        }

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
            second.output(task, container, stderr, chunk);
        }

        @Override
        public void warning(String run, String sentence) {
            first.warning(run, sentence);
            second.warning(run, sentence);
        }
    }

    /** Alarms by the names of runs, in one namespace. */
    private record AlarmsOf(String namespace, Alarms all) implements Alarms {

        @Override
        public void set(String run, String name, Instant at, Runnable ring) {
            all.set(namespace + "/" + run, name, at, ring);
        }

        @Override
        public void clear(String run) {
            all.clear(namespace + "/" + run);
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        places.values().forEach(place -> place.executor().close());
    }
}
