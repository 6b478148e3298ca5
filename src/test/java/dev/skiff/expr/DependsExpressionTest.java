package dev.skiff.expr;

import static dev.skiff.expr.DependsExpression.TaskResult.ALL_FAILED;
import static dev.skiff.expr.DependsExpression.TaskResult.DAEMONED;
import static dev.skiff.expr.DependsExpression.TaskResult.ERRORED;
import static dev.skiff.expr.DependsExpression.TaskResult.FAILED;
import static dev.skiff.expr.DependsExpression.TaskResult.OMITTED;
import static dev.skiff.expr.DependsExpression.TaskResult.SKIPPED;
import static dev.skiff.expr.DependsExpression.TaskResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.expr.DependsExpression.TaskResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependsExpressionTest {

    private static boolean evaluate(String depends, Map<String, TaskResult> results) throws ExprException {
        return DependsExpression.parse(depends).evaluate((task, result) -> results.get(task) == result);
    }

    @ParameterizedTest
    @EnumSource(TaskResult.class)
    @DisplayName("DAG-01: a bare name means Succeeded, Skipped or Daemoned, not Omitted")
    void aBareNameMeansSucceededSkippedOrDaemoned(TaskResult result) throws ExprException {
        boolean expected = result == SUCCEEDED || result == SKIPPED || result == DAEMONED;
        assertThat(evaluate("A", Map.of("A", result))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(TaskResult.class)
    @DisplayName("DAG-03: every result can be asked for")
    void everyResultCanBeAskedFor(TaskResult result) throws ExprException {
        assertThat(evaluate("A." + result.text(), Map.of("A", result))).isTrue();
        assertThat(evaluate("!A." + result.text(), Map.of("A", result))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    A && B, false
                    A || B, true
                    A && !B, true
                    A && (B || B.Failed), true
                    A || A && B, true
                    (A || A) && B, false
                    A&&B.Failed, true
                    A.Succeeded == B.Failed, true
                    A.Succeeded != B.Failed, false
                    """)
    void operatorsBindAsInExprLang(String depends, boolean expected) throws ExprException {
        assertThat(evaluate(depends, Map.of("A", SUCCEEDED, "B", FAILED))).isEqualTo(expected);
    }

    @Test
    @DisplayName("DAG-02: dependencies count continueOn")
    void dependenciesCountContinueOn() {
        DependsExpression depends = DependsExpression.ofDependencies(List.of("a", "b-c"), "a"::equals, "b-c"::equals);
        assertThat(depends.source())
                .isEqualTo("(a.Succeeded || a.Skipped || a.Daemoned || a.Errored)"
                        + " && (b-c.Succeeded || b-c.Skipped || b-c.Daemoned || b-c.Failed)");
        assertThat(depends.tasks()).containsExactly("a", "b-c");
        Map<String, TaskResult> results = Map.of("a", ERRORED, "b-c", FAILED);
        assertThat(depends.evaluate((task, result) -> results.get(task) == result))
                .isTrue();
        Map<String, TaskResult> others = Map.of("a", FAILED, "b-c", FAILED);
        assertThat(depends.evaluate((task, result) -> others.get(task) == result))
                .isFalse();
    }

    @Test
    @DisplayName("DAG-03: an unknown result is named, with what was probably meant")
    void anUnknownResultIsNamed() {
        assertThatThrownBy(() -> DependsExpression.parse("A && B-1.Succeded"))
                .hasMessage("task result 'Succeded' for task 'B-1' is invalid: did you mean Succeeded?")
                .isInstanceOfSatisfying(
                        ExprException.class, e -> assertThat(e.offset()).isEqualTo(5));
        assertThatThrownBy(() -> DependsExpression.parse("A.Done"))
                .hasMessageStartingWith("task result 'Done' for task 'A' is invalid; results are Succeeded, Failed,");
        assertThatThrownBy(() -> DependsExpression.parse("A.Error"))
                .hasMessage("task result 'Error' for task 'A' is invalid: did you mean Errored?");
    }

    @Test
    @DisplayName("DAG-04: AnySucceeded and AllFailed are about the elements of a loop")
    void someResultsAreAboutItems() throws ExprException {
        assertThat(DependsExpression.parse("A.AllFailed || B.AnySucceeded || C.Omitted")
                        .terms())
                .extracting(term -> term.result() != null && term.result().isAboutItems())
                .containsExactly(true, true, false);
        assertThat(evaluate("A.AllFailed", Map.of("A", ALL_FAILED))).isTrue();
    }

    @Test
    @DisplayName("DAG-05: names that differ only in hyphen and underscore stay apart")
    void namesThatDifferInHyphenAndUnderscoreStayApart() throws ExprException {
        assertThat(evaluate("a-b && !a_b", Map.of("a-b", SUCCEEDED, "a_b", FAILED)))
                .isTrue();
        assertThat(evaluate("should-not.Omitted", Map.of("should-not", OMITTED)))
                .isTrue();
    }

    @Test
    void anEmptyTextAsksForNothing() throws ExprException {
        assertThat(evaluate(" ", Map.of())).isTrue();
        assertThat(DependsExpression.parse("").tasks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A &&", "A & B", "A || || B", "(A", "A)", "A B", "A.", "-A", "A.b.c", "A, B", "&& A", "!"})
    void whatIsNotALogicalExpressionIsRefused(String depends) {
        assertThatThrownBy(() -> DependsExpression.parse(depends)).isInstanceOf(ExprException.class);
    }

    @Test
    void endlessExpressionsAreRefusedWithoutOverflow() {
        for (String piece : List.of("(", "!", "A && ", "A || (")) {
            assertThatThrownBy(() -> DependsExpression.parse(piece.repeat(50_000) + "A"))
                    .isInstanceOf(ExprException.class);
        }
    }
}
