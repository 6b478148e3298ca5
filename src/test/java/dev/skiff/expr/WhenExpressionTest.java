package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table of govaluate's own answers does not say. */
class WhenExpressionTest {

    @Test
    @DisplayName("WHEN-04: an empty condition is true")
    void anEmptyConditionIsTrue() throws ExprException {
        assertThat(WhenExpression.evaluate("")).isTrue();
    }

    @Test
    @DisplayName("WHEN-04: a result that is no boolean is an error")
    void aResultThatIsNoBooleanIsAnError() {
        assertThatThrownBy(() -> WhenExpression.evaluate("1 + 1"))
                .hasMessage("Expected boolean evaluation for '1 + 1'. Got 2");
    }

    @Test
    @DisplayName("WHEN-05: a condition that does not parse says so, with a hint for wrong tokens")
    void aConditionThatDoesNotParseSaysSo() {
        assertThatThrownBy(() -> WhenExpression.parse("a == $b"))
                .hasMessage("Invalid 'when' expression 'a == $b': Invalid token: '$'"
                        + " (hint: try wrapping the affected expression in quotes (\"))")
                .isInstanceOfSatisfying(
                        ExprException.class, e -> assertThat(e.offset()).isEqualTo(5));
    }

    @Test
    @DisplayName("WHEN-07: values with hyphens need quotes, and the error says so")
    void valuesWithHyphensNeedQuotes() throws ExprException {
        assertThatThrownBy(() -> WhenExpression.evaluate("us-east-1 == us-east-1"))
                .hasMessageContaining("(hint: put a value that contains - in quotes)");
        assertThat(WhenExpression.evaluate("'us-east-1' == \"us-east-1\"")).isTrue();
    }

    @Test
    @DisplayName("WHEN-12: in a CronWorkflow bare words are not texts")
    void inACronWorkflowBareWordsAreNotTexts() throws ExprException {
        assertThat(WhenExpression.parseCron("'a' == 'a' && true").evaluate()).isTrue();
        assertThatThrownBy(() -> WhenExpression.parseCron("a == a").evaluate())
                .hasMessageContaining("No parameter 'a' found.");
    }

    @Test
    void theBranchesOfAConditionThatAreNotNeededMayFail() throws ExprException {
        assertThat(WhenExpression.evaluate("false && (1 > foo)")).isFalse();
        assertThat(WhenExpression.evaluate("true || (1 > foo)")).isTrue();
        assertThat(WhenExpression.evaluate("true ? true : (1 > foo)")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!(", "1+", "a == b && ", "(a == (", "1 ? "})
    void endlessConditionsAreRefusedWithoutOverflow(String piece) {
        String source = piece.repeat(20_000) + "1";
        assertThatThrownBy(() -> WhenExpression.evaluate(source)).isInstanceOf(ExprException.class);
        String closed = piece.repeat(20_000) + "1"
                + ")".repeat((int) (piece.chars().filter(c -> c == '(').count() * 20_000));
        assertThatThrownBy(() -> WhenExpression.evaluate(closed)).isInstanceOf(ExprException.class);
    }

    @Test
    void aLongListIsFine() throws ExprException {
        assertThat(WhenExpression.evaluate("x in (" + "a,".repeat(5_000) + "x)"))
                .isTrue();
    }
}
