package dev.skiff.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * One stretch of time of a trace.
 *
 * @param traceId 32 hexadecimal digits
 * @param id 16 hexadecimal digits
 * @param parent 16 hexadecimal digits; empty for the root
 * @param end not before {@code start}
 * @param message why, of a span that is an error; else empty
 */
record Span(
        String traceId,
        String id,
        String parent,
        String name,
        Instant start,
        Instant end,
        Outcome outcome,
        String message,
        Map<String, String> attributes) {

    /** What became of it: ERROR is what OpenTelemetry calls so, a failure of the user's step among them. */
    enum Outcome {
        OK,
        ERROR,
        /** Neither: skipped, or never decided. */
        UNSET
    }
}
