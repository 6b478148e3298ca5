package dev.skiff.spec.rule;

import dev.skiff.expr.GoDuration;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts that say how long something takes. */
final class Durations {

    private Durations() {}

    /** {@code 10s}, {@code 1h30m}; a bare number is refused (TIME-05). */
    static void withUnit(Located located, DocPath path, @Nullable String text, Consumer<Problem> report) {
        if (text != null && !text.contains("{{") && GoDuration.parse(text) == null) {
            String hint = GoDuration.parseOrSeconds(text) != null
                    ? "did you mean '" + text + "s'?"
                    : "for example 90s, 10m or 1h30m";
            report.accept(located.error(path, "'%s' is not a duration".formatted(text), hint));
        }
    }

    /** As {@link #withUnit}, or a number of seconds. */
    static void secondsOrUnit(Located located, DocPath path, @Nullable String text, Consumer<Problem> report) {
        if (text != null && GoDuration.parseOrSeconds(text) == null) {
            withUnit(located, path, text, report);
        }
    }
}
