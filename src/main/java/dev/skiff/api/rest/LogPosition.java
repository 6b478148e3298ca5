package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far somebody has heard the output of a workflow: how many lines of each pod, as the id of a Server-Sent Event ({@code a=3,b=12}). Who
 * comes again with the last one ({@code Last-Event-ID}, as a browser does by itself) hears what comes after it, also from a server that was
 * started anew: the lines of a pod are always given from its first one on, in one order.
 */
final class LogPosition {
    static final String HEADER = "Last-Event-ID";
    /** Of so many pods an id is a few KiB in every event: then there are none, and who comes again hears all again. */
    private static final int MOST_PODS = 50;

    private final Map<String, Long> heard = new LinkedHashMap<>();
    private final Map<String, Long> left;

    private LogPosition(Map<String, Long> heard) {
        this.left = new LinkedHashMap<>(heard);
    }

    /** @param id the last that was heard; empty for none @throws ServiceException INVALID for what no event had as its id */
    static LogPosition after(String id) {
        Map<String, Long> heard = new LinkedHashMap<>();
        for (String part : id.isEmpty() ? List.<String>of() : List.of(id.split(",", -1))) {
            int equals = part.indexOf('=');
            String number = part.substring(equals + 1);
            if (equals < 1 || !number.matches("\\d{1,15}") || heard.size() >= MOST_PODS) {
                throw new ServiceException(Why.INVALID, HEADER + ": '" + id + "' is the id of no event of a log");
            }
            heard.put(part.substring(0, equals), Long.parseLong(number));
        }
        return new LogPosition(heard);
    }

    /** Whether the line is new; it is heard then, or was before. */
    boolean isNew(String pod) {
        heard.merge(pod, 1L, Long::sum);
        long before = left.getOrDefault(pod, 0L);
        if (before > 0) {
            left.put(pod, before - 1);
        }
        return before == 0;
    }

    /** Of the event that was heard last; empty when it has none. */
    String id(JsonNode last) {
        if (heard.size() > MOST_PODS || last.path("podName").asText("").isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        // what is not heard again yet was heard all the same
        left.forEach((pod, lines) -> heard.merge(pod, 0L, Long::sum));
        heard.forEach((pod, lines) -> parts.add(pod + "=" + (lines + left.getOrDefault(pod, 0L))));
        return String.join(",", parts);
    }
}
