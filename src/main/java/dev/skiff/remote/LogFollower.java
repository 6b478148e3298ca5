package dev.skiff.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the output of a workflow across absences of the server: asks for the times of lines, and after an absence for all of them again,
 * and passes those on that are later than what was passed on; lines without a time are counted.
 */
final class LogFollower {

    @FunctionalInterface
    interface Ended {
        /** Whether the workflow has. */
        boolean ask() throws InterruptedException;
    }

    /** What of a pod was passed on. */
    private static final class Mark {
        @Nullable
        Instant time;
        /** Lines of that very time. */
        int atTime;
        /** Lines without a time. */
        long untimed;
    }

    /** What of a pod was heard since the stream was begun again. */
    private static final class Heard {
        /** Whether what comes was not heard before the stream was begun again. */
        boolean isNew;

        int atMark;
        long untimed;
    }

    private final Transport transport;
    private final String path;
    private final LogQuery query;
    private final Ended ended;
    private final Sink<LogEntry> sink;
    private final Map<String, Mark> marks = new HashMap<>();
    private Map<String, Heard> heard = new HashMap<>();
    private long passedOn;
    /** Whether the server knows when a line was written. */
    private boolean timed = true;

    LogFollower(Transport transport, String path, LogQuery query, Ended ended, Sink<LogEntry> sink) {
        this.transport = transport;
        this.path = path;
        this.query = query;
        this.ended = ended;
        this.sink = sink;
    }

    void follow() throws InterruptedException {
        Reconnecting reconnecting = new Reconnecting(transport);
        boolean first = true;
        boolean quiet = false;
        while (true) {
            long before = passedOn;
            try {
                heard = new HashMap<>();
                EventStream.read(transport, path + Query.of(asked(first)), this::take, reconnecting::heard);
                // a server that ends has streams end as well as one where nothing more will come
                if (ended.ask() || quiet && passedOn == before && !query.pod().isEmpty()) {
                    return;
                }
                quiet = true;
                reconnecting.heard();
                reconnecting.pause();
            } catch (ServiceException e) {
                quiet = false;
                if (mayBeForTimes(e)) {
                    timed = false;
                    first = !hadLast();
                    continue;
                }
                reconnecting.after(e);
            }
            first = false;
        }
    }

    /** Nobody has asked for times but this; if it is for something else, the next try will tell. */
    private boolean mayBeForTimes(ServiceException e) {
        return timed
                && !query.timestamps()
                && (e.why() == ServiceException.Why.INVALID || e.why() == ServiceException.Why.NOT_IMPLEMENTED);
    }

    /**
     * Without times the lines of a pod are counted from its first one: the last lines are taken from all of them here.
     *
     * @return whether that was to be done
     */
    private boolean hadLast() throws InterruptedException {
        if (query.tail() < 0) {
            return false;
        }
        Map<String, Deque<LogEntry>> last = new LinkedHashMap<>();
        EventStream.read(
                transport,
                path + Query.of(with(query.since(), -1, false)),
                entry -> {
                    String pod = entry.path("podName").asText("");
                    Deque<LogEntry> lines = last.computeIfAbsent(pod, p -> new ArrayDeque<>());
                    lines.add(new LogEntry(entry.path("content").asText(""), pod));
                    marks.computeIfAbsent(pod, p -> new Mark()).untimed++;
                    if (lines.size() > query.tail()) {
                        lines.remove();
                    }
                },
                () -> {});
        for (Deque<LogEntry> lines : last.values()) {
            for (LogEntry line : lines) {
                sink.take(line);
            }
        }
        return true;
    }

    /** Whoever wanted the last lines only has had them. */
    private LogQuery asked(boolean first) {
        Mark only = query.pod().isEmpty() || marks.size() != 1
                ? null
                : marks.values().iterator().next();
        Instant since = only == null || only.time == null ? query.since() : only.time;
        return with(since, timed && (first || marks.isEmpty()) ? query.tail() : -1, true);
    }

    private LogQuery with(@Nullable Instant since, long tail, boolean follow) {
        return new LogQuery(
                query.pod(),
                query.container(),
                query.labels(),
                follow,
                query.previous(),
                timed,
                since,
                tail,
                query.limitBytes(),
                query.grep());
    }

    private void take(JsonNode entry) throws InterruptedException {
        String pod = entry.path("podName").asText("");
        String content = entry.path("content").asText("");
        int blank = content.indexOf(' ');
        Instant time = time(blank < 0 ? content : content.substring(0, blank));
        Mark mark = marks.computeIfAbsent(pod, p -> new Mark());
        Heard again = heard.computeIfAbsent(pod, p -> new Heard());
        if (time == null ? isUntimedKnown(mark, again) : isKnown(time, mark, again)) {
            return;
        }
        passedOn++;
        String shown = time == null || query.timestamps() ? content : blank < 0 ? "" : content.substring(blank + 1);
        sink.take(new LogEntry(shown, pod));
    }

    private static boolean isUntimedKnown(Mark mark, Heard again) {
        if (++again.untimed <= mark.untimed) {
            return true;
        }
        mark.untimed = again.untimed;
        return false;
    }

    /** Times may go back a little, for a pod has two streams: once something later than all before was heard, all is new. */
    private static boolean isKnown(Instant time, Mark mark, Heard again) {
        Instant last = mark.time;
        if (last == null || time.isAfter(last)) {
            mark.time = time;
            mark.atTime = 1;
            again.isNew = true;
            return false;
        }
        boolean same = time.equals(last);
        if (again.isNew) {
            mark.atTime += same ? 1 : 0;
            return false;
        }
        if (!same || ++again.atMark <= mark.atTime) {
            return true;
        }
        mark.atTime = again.atMark;
        return false;
    }

    private static @Nullable Instant time(String word) {
        if (word.length() < 20 || word.charAt(4) != '-' || word.charAt(10) != 'T') {
            return null;
        }
        try {
            return java.time.OffsetDateTime.parse(word).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
