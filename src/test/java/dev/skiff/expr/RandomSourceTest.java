package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomSourceTest {

    private static String draw(RandomSource random, String source) throws ExprException {
        EvalContext context = EvalContext.at(Instant.EPOCH, random);
        return String.valueOf(Expressions.evaluate(Expressions.parse(source), Scope.empty(), context));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '§', delimiterString = " => ", textBlock = """
                    sprig.uuidv4() => [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}
                    sprig.randAlphaNum(20) => [A-Za-z0-9]{20}
                    sprig.randAlpha(20) => [A-Za-z]{20}
                    sprig.randNumeric(20) => [0-9]{20}
                    sprig.randAscii(20) => [ -~]{20}
                    sprig.randInt(1000000, 9999999) => [0-9]{7}
                    sprig.randBytes(9) => [A-Za-z0-9+/]{12}
                    sprig.shuffle('abcdefghijklmnopqrstuvwxyz') => [a-z]{26}
                    """)
    void drawsDifferFromOneAnotherAndFromRunToRunButNotWhenARunIsReplayed(String source, String form)
            throws ExprException {
        RandomSource run = new RandomSource("run 1");
        String first = draw(run, source);
        String second = draw(run, source);
        RandomSource replay = new RandomSource("run 1");
        assertThat(List.of(first, second)).allMatch(text -> text.matches(form)).doesNotHaveDuplicates();
        assertThat(List.of(draw(replay, source), draw(replay, source))).containsExactly(first, second);
        assertThat(draw(new RandomSource("run 2"), source)).isNotEqualTo(first);
    }

    @Test
    void withoutASourceAndForImpossibleNumbersTheErrorSaysSo() {
        Expr uuid = parse("sprig.uuidv4()");
        assertThatThrownBy(() -> Expressions.evaluate(uuid, Scope.empty(), EvalContext.timeless()))
                .hasMessageContaining("random values are not available here");
        RandomSource random = new RandomSource("x");
        assertThatThrownBy(() -> draw(random, "sprig.randInt(3, 3)")).hasMessageContaining("must be larger");
        assertThatThrownBy(() -> draw(random, "sprig.randAlpha(-1)")).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> draw(random, "sprig.randAlpha(1000000000)")).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '§', textBlock = """
                    sprig.genCA('a', 1) => make them in a step
                    sprig.env('HOME') => Argo has removed it
                    sprig.getHostByName('a') => expressions have no network
                    sprig.bcrypt('a') => mount a secret
                    """)
    void whatThereWillNeverBeIsRefusedWithTheReason(String source, String reason) {
        assertThatThrownBy(() -> draw(new RandomSource("x"), source))
                .hasMessageStartingWith("the function sprig.")
                .hasMessageContaining(reason);
    }

    private static Expr parse(String source) {
        try {
            return Expressions.parse(source);
        } catch (ExprException e) {
            throw new AssertionError(e);
        }
    }
}
