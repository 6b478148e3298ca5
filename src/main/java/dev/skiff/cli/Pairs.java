package dev.skiff.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/** {@code NAME=VALUE} options. */
final class Pairs {
    private Pairs() {}

    /** In their order; a name that comes twice has the last value. */
    static Map<String, String> of(
            List<String> texts, String option, Function<String, ParameterException> calledWrongly) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw calledWrongly.apply(option + " takes NAME=VALUE, not '" + text + "'");
            }
            pairs.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return pairs;
    }
}
