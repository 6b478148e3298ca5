package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Incoming;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the log of one container of one pod, to its end; a connection that breaks off is made anew, and no line comes twice. */
final class LogReader {
    private static final int MOST_FAILURES = 8;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final CallerApi api;
    private final String pod;
    private final String uid;
    private final String name;
    private final String container;
    private final LogQuery query;
    private final @Nullable Pattern grep;
    private final Sink<LogEntry> sink;
    private long left;

    /** @param path of the pod. @param sink for what matches */
    LogReader(
            CallerApi api,
            String path,
            LoggedPod pod,
            String container,
            LogQuery query,
            @Nullable Pattern grep,
            Sink<LogEntry> sink) {
        this.api = api;
        this.pod = path;
        this.uid = pod.uid();
        this.name = pod.name();
        this.container = container;
        this.query = query;
        this.grep = grep;
        this.sink = sink;
        this.left = query.limitBytes() <= 0 ? Long.MAX_VALUE : query.limitBytes();
    }

    /** @throws ServiceException when the caller may not */
    void read() throws InterruptedException {
        LogLines lines = new LogLines(this::take);
        int failures = 0;
        while (left > 0) {
            String before = lines.since();
            try {
                if (once(lines) || !query.follow() || isOver()) {
                    return;
                }
            } catch (KubeProblem e) {
                if (e.status() == 404 || e.status() == 400) {
                    return; // the pod is gone, or the container has said nothing yet and never will
                }
                if (!e.isTransient() || failures >= MOST_FAILURES) {
                    throw Refusals.of(e);
                }
            }
            failures = lines.since().equals(before) ? failures + 1 : 0;
            Thread.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, MOST_FAILURES)));
            lines.again();
        }
    }

    /** @return whether nothing more is wanted */
    private boolean once(LogLines lines) throws InterruptedException {
        try (Incoming incoming = api.read(call(lines.since()))) {
            for (byte[] bytes = incoming.next(); bytes != null; bytes = incoming.next()) {
                lines.take(bytes);
                if (left <= 0) {
                    return true;
                }
            }
            lines.finish();
            return false;
        }
    }

    private Call call(String resumed) {
        StringBuilder path = new StringBuilder(pod)
                .append("/log?container=")
                .append(Call.encoded(container))
                .append("&timestamps=true");
        if (query.follow() && !query.previous()) {
            path.append("&follow=true");
        }
        if (query.previous()) {
            path.append("&previous=true");
        }
        if (!resumed.isEmpty()) {
            path.append("&sinceTime=").append(Call.encoded(resumed));
        } else {
            if (query.since() != null) {
                path.append("&sinceTime=").append(Call.encoded(query.since().toString()));
            }
            if (query.tail() >= 0) {
                path.append("&tailLines=").append(query.tail());
            }
        }
        return new Call("GET", path.toString(), null, "", "*/*");
    }

    private void take(String time, String content) throws InterruptedException {
        if (left <= 0 || grep != null && !grep.matcher(content).find()) {
            return;
        }
        String text = query.timestamps() && !time.isEmpty() ? time + " " + content : content;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > left) {
            text = new String(bytes, 0, (int) left, StandardCharsets.UTF_8);
        }
        left -= bytes.length + 1;
        sink.take(new LogEntry(text, name));
    }

    /** A log ends also when the kubelet or the API server does. */
    private boolean isOver() throws InterruptedException {
        if (query.previous()) {
            return true;
        }
        try {
            JsonNode now = api.json(Call.get(pod));
            LoggedPod there = LoggedPod.of(now, query);
            return there.over() || !there.uid().equals(uid);
        } catch (ServiceException e) {
            if (e.why() == ServiceException.Why.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }
}
