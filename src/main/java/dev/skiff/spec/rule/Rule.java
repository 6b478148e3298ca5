package dev.skiff.spec.rule;

import dev.skiff.spec.Problem;
import java.util.function.Consumer;

/** One group of rules. */
@FunctionalInterface
public interface Rule {

    /** Gives every violation in the set to {@code report}. */
    void check(Survey survey, Consumer<Problem> report);
}
