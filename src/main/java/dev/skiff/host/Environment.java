package dev.skiff.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step gets of the environment of skiff itself. */
final class Environment {
    /**
     * What programs need to be found and to speak the user's language. Tokens and passwords that the user's shell happens to hold stay
     * there.
     */
    static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ");

    private Environment() {}

    /** Those variables of skiff's own environment that a step gets. */
    static Map<String, String> inherited(Map<String, String> own) {
        Map<String, String> kept = new LinkedHashMap<>();
        INHERITED.stream().filter(own::containsKey).forEach(name -> kept.put(name, own.getOrDefault(name, "")));
        return kept;
    }
}
