package dev.skiff.kubernetes.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry wants to see first, from its {@code WWW-Authenticate}.
 *
 * @param realm URL that gives tokens
 * @param service empty when none is named
 */
record Challenge(String realm, String service) {
    private static final int LONGEST = 4096;
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))");

    /** The first that asks for a bearer token; empty when there is none, as where a password is wanted. */
    static Optional<Challenge> in(List<String> headers) {
        for (String header : headers) {
            if (header.length() <= LONGEST && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
                Map<String, String> parameters = new LinkedHashMap<>();
                Matcher parameter = PARAMETER.matcher(header.substring(7));
                while (parameter.find()) {
                    String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
                    parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
                }
                String realm = parameters.get("realm");
                if (realm != null) {
                    return Optional.of(new Challenge(realm, parameters.getOrDefault("service", "")));
                }
            }
        }
        return Optional.empty();
    }
}
