package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.pods.PodMarks;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a workflow's pods, interleaved as they come. Pods are read side by side, {@value #AT_ONCE} at most, each by a thread of its own
 * that waits as long as whoever listens does not take what it has.
 */
final class WorkflowLogs {
    private static final int AT_ONCE = 64;
    /** Lines that nobody has taken yet. */
    private static final int ROOM = 256;

    private static final int LONGEST_PATTERN = 1000;

    private final CallerApi api;
    private final String namespace;
    private final String workflow;
    private final LogQuery query;
    private final @Nullable Pattern grep;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(ROOM);
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    /** Pods and containers whose reading has begun. */
    private final Set<String> begun = new HashSet<>();

    private final Set<String> nodes = new HashSet<>();
    private boolean closed;

    private sealed interface Piece {
        record Line(LogEntry entry) implements Piece {}

        record Failed(ServiceException why) implements Piece {}

        record End() implements Piece {}
    }

    /** What may end with a refusal or be interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    WorkflowLogs(CallerApi api, String namespace, String workflow, LogQuery query) {
        this.api = api;
        this.namespace = namespace;
        this.workflow = workflow;
        this.query = query;
        this.grep = query.grep().isEmpty() ? null : pattern(query.grep());
    }

    private static Pattern pattern(String text) {
        if (text.length() > LONGEST_PATTERN) {
            throw new ServiceException(
                    Why.INVALID, "grep: the expression is longer than " + LONGEST_PATTERN + " characters");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ServiceException(Why.INVALID, "grep: " + e.getMessage(), e);
        }
    }

    /** Returns at the end of all logs, which for those that are followed is the workflow's. */
    void give(Sink<LogEntry> sink) throws InterruptedException {
        JsonNode known = api.json(Call.get(Paths.object(ResourceKind.WORKFLOW, namespace, workflow)));
        try {
            start(() -> {
                gather(known);
                pieces.put(new Piece.End());
            });
            while (true) {
                switch (pieces.take()) {
                    case Piece.Line line -> sink.take(line.entry());
                    case Piece.Failed failed -> throw failed.why();
                    case Piece.End e -> {
                        return;
                    }
                }
            }
        } finally {
            close();
        }
    }

    /** Ids of the nodes whose pods were there. */
    synchronized Set<String> nodes() {
        return Set.copyOf(nodes);
    }

    private synchronized Thread start(Work work) {
        Thread thread = Thread.ofVirtual().name("logs-" + workflow).unstarted(() -> {
            try {
                work.run();
            } catch (ServiceException e) {
                fail(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        if (!closed) {
            threads.add(thread);
            thread.start();
        }
        return thread;
    }

    private void fail(ServiceException e) {
        try {
            pieces.put(new Piece.Failed(e));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private Choice pods(String version) {
        String selector = PodMarks.WORKFLOW + "=" + workflow;
        String labels = query.labels().isBlank() ? selector : selector + "," + query.labels();
        return Choice.of(new ListQuery(labels, "", ListQuery.NameFilter.EXACT, "", null, null, 0, "", version));
    }

    private void gather(JsonNode known) throws InterruptedException {
        String path = Paths.core(namespace, "pods");
        String version = new Lists(api).each(path, pods(""), this::seen);
        if (query.follow() && !hasEnded(known)) {
            Thread pods = start(() -> watchPods(path, version));
            awaitEnd(known);
            pods.interrupt();
            pods.join();
            // what the watch had no time to tell
            new Lists(api).each(path, pods(""), this::seen);
        }
        for (Thread reader : begunReaders()) {
            reader.join();
        }
    }

    private void watchPods(String path, String from) throws InterruptedException {
        String version = from;
        while (true) {
            try {
                new Watches(api).watch(path, pods(version), Call.JSON, event -> seen(event.object()));
            } catch (ServiceException e) {
                if (e.why() != Why.GONE) {
                    throw e;
                }
                version = ""; // begins with those that are there
            }
        }
    }

    private synchronized List<Thread> begunReaders() {
        return List.copyOf(readers);
    }

    private static boolean hasEnded(JsonNode workflow) {
        return workflow.path("metadata")
                .path("labels")
                .path(Labels.COMPLETED)
                .asText("")
                .equals("true");
    }

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super(null, null, false, false);
        }
    }

    private void awaitEnd(JsonNode known) throws InterruptedException {
        String version = known.path("metadata").path("resourceVersion").asText("");
        String path = Paths.collection(ResourceKind.WORKFLOW, namespace);
        while (true) {
            ListQuery one = ListQuery.named(workflow);
            Choice choice = Choice.of(
                    new ListQuery("", one.fields(), ListQuery.NameFilter.EXACT, "", null, null, 0, "", version));
            try {
                new Watches(api).watch(path, choice, Call.METADATA, event -> {
                    if (event.type().equals("DELETED") || hasEnded(event.object())) {
                        throw new Ended();
                    }
                });
            } catch (Ended e) {
                return;
            } catch (ServiceException e) {
                if (e.why() != Why.GONE) {
                    throw e;
                }
                version = ""; // begins with how it is
                if (isGone()) {
                    return;
                }
            }
        }
    }

    private boolean isGone() throws InterruptedException {
        try {
            api.send(Call.get(Paths.object(ResourceKind.WORKFLOW, namespace, workflow))
                    .forMetadata());
            return false;
        } catch (ServiceException e) {
            if (e.why() == Why.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }

    /** Begins to read what has begun to be written. */
    private synchronized void seen(JsonNode object) {
        LoggedPod pod = LoggedPod.of(object, query);
        if (!pod.isMeant(query)) {
            return;
        }
        nodes.add(pod.nodeId());
        for (String container : pod.begun()) {
            if (begun.add(pod.uid() + "/" + container)) {
                LogReader reader = new LogReader(
                        api,
                        Paths.core(namespace, "pods", pod.name()),
                        pod,
                        container,
                        query,
                        grep,
                        entry -> pieces.put(new Piece.Line(entry)));
                readers.add(start(() -> {
                    room.acquire();
                    try {
                        reader.read();
                    } finally {
                        room.release();
                    }
                }));
            }
        }
    }
}
