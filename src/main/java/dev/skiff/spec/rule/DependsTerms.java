package dev.skiff.spec.rule;

import dev.skiff.expr.DependsExpression;
import dev.skiff.expr.ExprException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code depends} text as far as it can be read.
 *
 * @param problem why it cannot be read
 */
record DependsTerms(List<DependsExpression.Term> terms, Set<String> tasks, Optional<String> problem) {

    static DependsTerms of(String depends) {
        if (depends.contains("{{")) {
            return new DependsTerms(
                    List.of(),
                    Set.of(),
                    Optional.of("'depends' cannot have {{tags}}: it is read before they are replaced"));
        }
        try {
            DependsExpression parsed = DependsExpression.parse(depends);
            return new DependsTerms(parsed.terms(), parsed.tasks(), Optional.empty());
        } catch (ExprException e) {
            return new DependsTerms(List.of(), Set.of(), Optional.of(Expressible.sentence("'depends'", depends, e)));
        }
    }
}
