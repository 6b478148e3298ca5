package dev.skiff.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go, from the variables that the OpenTelemetry specification names ("OpenTelemetry Protocol Exporter" and "Environment
 * Variables"). Nothing goes anywhere unless an endpoint is given.
 *
 * @param endpoint of traces, with its path
 * @param headers of each request; secrets may be among them: not to be logged
 * @param compression {@code gzip} or {@code none}
 * @param resource attributes of what sends, {@code service.name} among them
 */
record OtlpSettings(
        URI endpoint, Map<String, String> headers, String compression, Duration timeout, Map<String, String> resource) {
    private static final String PROTOCOL = "http/protobuf";
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    @Override
    public String toString() {
        return endpoint.toString();
    }

    /** @param problems told, in a sentence each, what cannot be followed; traces are not worth failing for */
    static Optional<OtlpSettings> of(Map<String, String> environment, Consumer<String> problems) {
        Reading reading = new Reading(environment, problems);
        if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED")) || !reading.wanted()) {
            return Optional.empty();
        }
        URI endpoint = reading.endpoint();
        if (endpoint == null || !reading.speaks()) {
            return Optional.empty();
        }
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put("service.name", "skiff");
        resource.putAll(reading.pairs("OTEL_RESOURCE_ATTRIBUTES", environment.get("OTEL_RESOURCE_ATTRIBUTES")));
        String service = environment.getOrDefault("OTEL_SERVICE_NAME", "");
        if (!service.isEmpty()) {
            resource.put("service.name", service);
        }
        return Optional.of(new OtlpSettings(
                endpoint,
                reading.pairs("OTEL_EXPORTER_OTLP_HEADERS", reading.setting("HEADERS")),
                "gzip".equals(reading.setting("COMPRESSION")) ? "gzip" : "none",
                reading.timeout(),
                resource));
    }

    private record Reading(Map<String, String> environment, Consumer<String> problems) {

        /** For traces, else for all signals; null when neither is set, which an empty text means too. */
        @Nullable
        String setting(String name) {
            String own = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_" + name, "");
            String all = environment.getOrDefault("OTEL_EXPORTER_OTLP_" + name, "");
            return !own.isEmpty() ? own : all.isEmpty() ? null : all;
        }

        boolean wanted() {
            String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "otlp");
            if (exporter.isEmpty() || exporter.equals("otlp")) {
                return true;
            }
            if (!exporter.equals("none")) {
                problems.accept(
                        "no traces are sent: OTEL_TRACES_EXPORTER is " + exporter + ", and skiff has only otlp");
            }
            return false;
        }

        @Nullable
        URI endpoint() {
            String own = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "");
            String all = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
            if (own.isEmpty() && all.isEmpty()) {
                return null;
            }
            String text = own.isEmpty() ? all.replaceAll("/+$", "") + "/v1/traces" : own;
            try {
                URI uri = new URI(text);
                if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // said below
            }
            problems.accept("no traces are sent: the endpoint of OpenTelemetry, " + text
                    + ", is not a URL such as http://collector:4318");
            return null;
        }

        boolean speaks() {
            String protocol = setting("PROTOCOL");
            if (protocol == null || protocol.equals(PROTOCOL)) {
                return true;
            }
            problems.accept("no traces are sent: OTEL_EXPORTER_OTLP_PROTOCOL is " + protocol + ", and skiff speaks "
                    + PROTOCOL + ", which collectors take at port 4318");
            return false;
        }

        /** In milliseconds, as the specification has it. */
        Duration timeout() {
            String text = setting("TIMEOUT");
            if (text == null) {
                return USUAL_TIMEOUT;
            }
            try {
                long millis = Long.parseLong(text);
                if (millis > 0) {
                    return Duration.ofMillis(millis);
                }
            } catch (NumberFormatException e) {
                // said below
            }
            problems.accept(
                    "OTEL_EXPORTER_OTLP_TIMEOUT is " + text + ", not a number of milliseconds: 10 seconds are waited");
            return USUAL_TIMEOUT;
        }

        /** As in W3C Baggage: {@code key=value,key=value}, the values percent-encoded. What is wrong is left out; its value may be a secret. */
        Map<String, String> pairs(String what, @Nullable String text) {
            Map<String, String> found = new LinkedHashMap<>();
            for (String pair : text == null ? new String[0] : text.split(",")) {
                int equals = pair.indexOf('=');
                if (pair.isBlank()) {
                    continue;
                }
                try {
                    if (equals > 0) {
                        String value = pair.substring(equals + 1).strip().replace("+", "%2B");
                        found.put(pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
                        continue;
                    }
                } catch (IllegalArgumentException e) {
                    // said below
                }
                problems.accept("an entry of " + what + " is not key=value with a percent-encoded value: left out");
            }
            return found;
        }
    }
}
