package dev.skiff.spec;

import dev.skiff.spec.rule.Rule;
import dev.skiff.spec.rule.Rules;
import dev.skiff.spec.rule.Survey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** All rules over a whole set of documents: references between the documents of the set resolve. */
public final class Lint {

    private Lint() {}

    /** The problems of loading and of the rules, by file in the order of loading, then by line and column. */
    public static List<Problem> check(Loaded loaded) {
        Survey survey = Survey.of(loaded);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        for (Rule rule : Rules.ALL) {
            rule.check(survey, problems::add);
        }
        problems.sort(Comparator.comparingInt((Problem p) -> loaded.files().indexOf(p.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column));
        return List.copyOf(new LinkedHashSet<>(problems));
    }
}
