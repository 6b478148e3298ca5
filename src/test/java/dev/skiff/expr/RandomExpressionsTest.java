package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties over random input; a failure names its seed and its text. */
class RandomExpressionsTest {

    private static final Limits SMALL = new Limits(20_000, 2_000, 20_000);
    private static final EvalContext CONTEXT = new EvalContext(SampleScope.CONTEXT.now(), SMALL);
    private static final int RUNS = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123})
    void aParsedExpressionIsPrintedToWhatParsesToItself(long seed) {
        RandomExpressions random = new RandomExpressions(new Random(seed));
        for (int i = 0; i < RUNS; i++) {
            String source = random.expression(5);
            try {
                String printed = Expressions.print(Expressions.parse(source));
                assertThat(Expressions.print(Expressions.parse(printed))).isEqualTo(printed);
                assertThat(outcome(printed)).as("seed %d: %s", seed, source).isEqualTo(outcome(source));
            } catch (ExprException e) {
                fail("seed " + seed + ": " + e.render(source));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void evaluationEndsWithAValueOrAnExprException(long seed) {
        RandomExpressions random = new RandomExpressions(new Random(seed));
        for (int i = 0; i < RUNS; i++) {
            String source = random.expression(6);
            assertThat(outcome(source)).as("seed %d: %s", seed, source).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void noiseIsParsedOrRefused(long seed) {
        RandomExpressions random = new RandomExpressions(new Random(seed));
        for (int i = 0; i < RUNS; i++) {
            String noise = random.noise(25);
            assertThat(outcome(noise)).as("seed %d: %s", seed, noise).isNotNull();
            assertThat(whenOutcome(noise)).as("seed %d: %s", seed, noise).isNotNull();
            assertThat(dependsOutcome(noise)).as("seed %d: %s", seed, noise).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void templateTextsNeverThrowAndKeepWhatTheyCannotResolve(long seed) {
        RandomExpressions random = new RandomExpressions(new Random(seed));
        for (int i = 0; i < RUNS; i++) {
            String text = random.template();
            TemplateText parsed = TemplateText.parse(text);
            for (Unresolved mode : Unresolved.values()) {
                assertThat(parsed.resolve(SampleScope.SCOPE, mode, CONTEXT))
                        .as("seed %d: %s", seed, text)
                        .isNotNull();
            }
            boolean onlySimple = parsed.problems().isEmpty()
                    && parsed.tags().stream().allMatch(tag -> tag.kind() == TemplateText.TagKind.SIMPLE);
            if (onlySimple) {
                assertThat(parsed.resolve(Scope.empty(), Unresolved.KEEP))
                        .as("seed %d", seed)
                        .isEqualTo(new Resolution.Done(text, parsed.isStatic()));
            }
        }
    }

    private static String outcome(String source) {
        try {
            Object value = Expressions.evaluate(Expressions.parse(source), SampleScope.SCOPE, CONTEXT);
            return GoTypes.name(value) + " " + GoFormat.value(value);
        } catch (ExprException e) {
            return "error " + (e.render(source).isEmpty() ? "" : "at a place");
        }
    }

    private static String whenOutcome(String source) {
        try {
            return "" + WhenExpression.evaluate(source);
        } catch (ExprException e) {
            return e.render(source);
        }
    }

    private static List<String> dependsOutcome(String source) {
        try {
            DependsExpression depends = DependsExpression.parse(source);
            depends.evaluate((task, result) -> task.length() > 1);
            return List.copyOf(depends.tasks());
        } catch (ExprException e) {
            return List.of(e.render(source));
        }
    }
}
