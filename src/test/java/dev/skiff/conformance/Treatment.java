package dev.skiff.conformance;

import java.util.Set;
import java.util.TreeSet;

/** What is done with an example. */
sealed interface Treatment {
    /** Run on Docker, and each node compared with Argo's record. */
    record Compared(TruthCase truth) implements Treatment {}

    /**
     * Run on Docker to its end, since there is no record.
     *
     * @param end the phase that it must end in; empty when dice are thrown in it
     */
    record RunToItsEnd(String end) implements Treatment {}

    /** Linted and planned only. @param why what it needs, each a few words */
    record Planned(Set<String> why) implements Treatment {}

    /** Linted only: there is nothing in it that could be submitted. */
    record Linted(String kind) implements Treatment {}

    /** By rules on the text, on what is planned of it, and on what the list of examples says of its surroundings. */
    static Treatment of(Example example, Surroundings surroundings, Deviations deviations) {
        if (!example.isWorkflow()) {
            return new Linted(example.workflow().path("kind").asText());
        }
        var needs = new TreeSet<>(LanguageNeeds.of(example.workflow()));
        needs.addAll(LanguageNeeds.ofTheCluster(example.workflow()));
        if (example.truth() != null) {
            return needs.isEmpty() ? new Compared(example.truth()) : new Planned(needs);
        }
        needs.addAll(LanguageNeeds.ofServers(example.workflow()));
        needs.addAll(surroundings.needsOf(example));
        return needs.isEmpty()
                ? new RunToItsEnd(deviations.dice().contains(example.name()) ? "" : surroundings.endOf(example))
                : new Planned(needs);
    }
}
