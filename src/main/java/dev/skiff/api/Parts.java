package dev.skiff.api;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The health of several parts as one answer. */
final class Parts {

    private Parts() {}

    /** @param parts for each part what is wrong with it; empty when nothing is */
    static HealthCheckResponse response(String name, Map<String, String> parts) {
        var response =
                HealthCheckResponse.named(name).status(parts.values().stream().allMatch(String::isEmpty));
        parts.forEach((part, wrong) -> response.withData(part, wrong.isEmpty() ? "well" : wrong));
        return response.build();
    }
}
