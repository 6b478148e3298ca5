package dev.skiff.api.rest;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods a path has. */
final class Methods {

    private record Known(Pattern path, List<String> methods) {}

    private final List<Known> known;

    Methods(List<Endpoint> endpoints) {
        this.known =
                endpoints.stream().map(e -> new Known(pattern(e.path()), of(e))).toList();
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(path.replace("*", ".*").replaceAll("\\{\\w+}", "[^/]+"));
    }

    /** Those of an endpoint; empty for all. A stream has no end that HEAD could wait for. */
    static List<String> of(Endpoint endpoint) {
        return switch (endpoint.method()) {
            case "*" -> List.of();
            case "GET" -> endpoint.streams() ? List.of("GET") : List.of("GET", "HEAD");
            default -> List.of(endpoint.method());
        };
    }

    /** As in the header {@code Allow}; empty for a path that there is not. */
    String allowed(String path) {
        TreeSet<String> all = new TreeSet<>();
        known.stream().filter(k -> k.path().matcher(path).matches()).forEach(k -> all.addAll(k.methods()));
        if (!all.isEmpty()) {
            all.add("OPTIONS");
        }
        return String.join(", ", all);
    }
}
