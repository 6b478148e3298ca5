package dev.skiff.spec;

import dev.skiff.spec.rule.Rule;
import dev.skiff.spec.rule.Rules;
import dev.skiff.spec.rule.Survey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All rules over a whole set of documents: references between the documents of the set resolve. */
public final class Lint {

    private Lint() {}

    /** The problems of loading and of the rules, by file in the order of loading, then by line and column. */
    public static List<Problem> check(Loaded loaded) {
        Survey survey = Survey.of(loaded);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        Set<String> inDoubt = inDoubt(loaded.problems());
        for (Rule rule : Rules.ALL) {
            rule.check(survey, problem -> {
                if (!inDoubt.contains(place(problem.file(), problem.path()))) {
                    problems.add(problem);
                }
            });
        }
        problems.sort(Comparator.comparingInt((Problem p) -> loaded.files().indexOf(p.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column));
        return List.copyOf(new LinkedHashSet<>(problems));
    }

    /** Where a field is wrong, and what holds it: a rule that misses something just there only says the same again. */
    private static Set<String> inDoubt(List<Problem> structural) {
        Set<String> places = new HashSet<>();
        for (Problem p : structural) {
            if (p.severity() == Severity.ERROR && !p.path().isEmpty()) {
                int end = Math.max(p.path().lastIndexOf('.'), p.path().lastIndexOf('['));
                places.add(place(p.file(), p.path()));
                places.add(place(p.file(), end < 0 ? "" : p.path().substring(0, end)));
            }
        }
        return places;
    }

    private static String place(String file, String path) {
        return file + ":" + path;
    }
}
