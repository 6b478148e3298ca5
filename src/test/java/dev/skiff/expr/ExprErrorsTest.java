package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExprErrorsTest {

    private static ExprException error(String source) {
        return catchThrowableOfType(ExprException.class, () -> SampleScope.evaluate(source));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '§', delimiterString = " => ", textBlock = """
                    uper('a') => unknown function uper: did you mean upper?
                    sprig.trimm('a') => unknown function sprig.trimm: did you mean sprig.trim?
                    itm => unknown name itm: did you mean item?
                    split => it is a function: call it as split(...)
                    now().Yaer() => time.Time has no method Yaer: did you mean Year?
                    1 = 1 => compare with ==
                    upper(1) => invalid argument for upper (expected string, got int)
                    split('a') => invalid number of arguments for split (expected 2 to 3, got 1)
                    1 + 'a' => mismatched types int and string
                    [1][5] => index out of range: 5 (array length is 1)
                    {a: nil}.a.b => cannot fetch b from nil
                    a ?? 1 + 2 => cannot be mixed
                    1e400 => float literal is too large
                    filter([1], 1) => predicate of filter should return boolean (got int)
                    # + 1 => cannot use pointer accessor outside predicate
                    fromJSON('{') => invalid JSON
                    1 ? 2 : 3 => expected a boolean, got int
                    'a' matches '(' => error parsing regexp
                    int('x') => the text is not a whole number
                    """)
    void messagesSayWhatIsWrong(String source, String message) {
        assertThat(error(source)).hasMessageContaining(message);
    }

    @Test
    void theCaretPointsAtThePlace() {
        String source = "1 +\n  upper(2)";
        assertThat(error(source).render(source))
                .isEqualTo("invalid argument for upper (expected string, got int) (2:9)\n |   upper(2)\n | ........^");
    }

    static List<String> deep() {
        int n = 100_000;
        return List.of(
                "(".repeat(n),
                "(".repeat(n) + "1" + ")".repeat(n),
                "[".repeat(n),
                "{a:".repeat(n / 2),
                "-".repeat(n) + "1",
                "not ".repeat(n / 2) + "true",
                "1" + "+1".repeat(n),
                "a" + ".a".repeat(n),
                "a" + "[0]".repeat(n / 2),
                "1" + "?1:1".repeat(n / 4),
                "1" + "**1".repeat(n / 3),
                "1" + " ?? 1".repeat(n / 5),
                "1" + "|f()".repeat(n / 4),
                "let a=1;".repeat(n / 8) + "1",
                "1" + "<1".repeat(n / 2),
                "map([1],".repeat(n / 8),
                "if true {".repeat(n / 9),
                "1;".repeat(n / 2) + "1",
                "x".repeat(10_000_000));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void whatIsTooLargeIsRefusedWithoutOverflow(String source) {
        ExprException parsing = catchThrowableOfType(ExprException.class, () -> Expressions.parse(source));
        assertThat(parsing).hasMessageMatching("(?s).*(nested too deeply|maximum allowed nodes|too long|unexpected).*");
    }

    @Test
    void whatIsJustSmallEnoughIsEvaluated() throws ExprException {
        assertThat(SampleScope.evaluate("1" + "+1".repeat(700))).isEqualTo(701L);
        assertThat(SampleScope.evaluate("(".repeat(200) + "1" + ")".repeat(200)))
                .isEqualTo(1L);
        assertThat(SampleScope.evaluate("-(".repeat(120) + "1" + ")".repeat(120)))
                .isEqualTo(1L);
    }

    static List<String> expensive() {
        return List.of(
                "1..2000000",
                "0..9223372036854775807",
                "-9223372036854775807..9223372036854775807",
                "map(1..1000, map(1..1000, map(1..1000, #)))",
                "reduce(1..1000000, #acc + 'xxxxxxxxxxxxxxxxxxxx', '')",
                "repeat('x', 1000000000)",
                "repeat(repeat('x', 1000000), 1000000)",
                "let a = repeat('x', 1000000); replace(a, '', a)",
                "uniq(1..1000000)",
                "let a = 1..900000; concat(a, a)",
                "sprig.untilStep(0, 9223372036854775807, 1)",
                "sprig.seq(0, 100000000)",
                "sprig.indent(10000, repeat('\\n', 100000))",
                "reduce(1..60, [#acc, #acc], [1]) | flatten()",
                "reduce(1..60, [#acc, #acc], [1]) | toJSON()",
                "reduce(1..60, [#acc, #acc], [1]) | string()",
                "reduce(1..60, [#acc, #acc], [1]) == reduce(1..60, [#acc, #acc], [1])",
                "reduce(1..60, { {a: #acc, b: #acc} }, {}) | toJSON()",
                "reduce(1..9000, [#acc], []) == reduce(1..9000, [#acc], [])",
                "reduce(1..9000, [#acc], []) | string()",
                "reduce(1..9000, [#acc], []) | toJSON()",
                "reduce(1..9000, [#acc], []) | flatten()",
                "reduce(1..9000, [#acc], []) in {a: 1}",
                "{a: 1}[reduce(1..60, [#acc, #acc], [1])]",
                "[][reduce(1..60, [#acc, #acc], [1])]",
                "max(reduce(1..9000, [#acc], [1]))",
                "sprig.quote(reduce(1..60, [#acc, #acc], [1]))",
                "uniq([reduce(1..9000, [#acc], []), reduce(1..9000, [#acc], [])])",
                "1 + reduce(1..60, [#acc, #acc], [1]) + 1",
                "map(1..1000, 'x' matches '((a{100}){100}){100}')",
                "sprig.regexFind('(((((x{9}){9}){9}){9}){9}){9}', 'x')",
                "map(1..1000000, now().Format('Monday, January 2 2006'))",
                "map(1..1000000, sprig.semverCompare('>=1.2 <3 || ~4.1', '1.2.3'))",
                "let a = repeat('x', 10000000); map(1..100000, upper(a))",
                "let a = repeat('x', 10000000); map(1..100000, sprig.title(a))",
                "let a = repeat('x', 10000000); map(1..100000, a[5])",
                "let a = repeat('x', 10000000); map(1..100000, a contains 'y')",
                "let a = 1..900000; let b = 1..900000; map(1..1000, a == b)",
                "let a = 1..900000; map(1..100000, 0 in a)",
                "let a = 1..900000; map(1..100000, sprig.toString(a))",
                "jsonpath(toJSON(map(1..1000, map(1..300, #))), '$..*..*..*..*')",
                "sprig.randAscii(1000000000)");
    }

    @ParameterizedTest
    @MethodSource("expensive")
    void workIsBounded(String source) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        ExprException error = error(source);
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        // of a cold machine; warm it is below one
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        assertThat(error)
                .hasMessageMatching(
                        ".*(too large|random values|too much work|too deep|levels deep|limit|as the key|cannot fetch|expected number|mismatched).*");
    }

    @Test
    void lookingForALongTextTakesTimeInProportion() throws ExprException {
        String nearly = "let a = repeat('a', 4000000); let b = repeat('a', 2000000) + 'b'; ";
        assertThat(SampleScope.evaluate(nearly + "indexOf(a, b)")).isEqualTo(-1L);
        assertThat(SampleScope.evaluate(nearly + "lastIndexOf(a, b)")).isEqualTo(-1L);
        assertThat(SampleScope.evaluate(nearly + "a contains b")).isEqualTo(false);
        assertThat(SampleScope.evaluate(nearly + "len(split(a + b + a, b))")).isEqualTo(2L);
        assertThat(SampleScope.evaluate(nearly + "lastIndexOf(b + b + a, b)")).isEqualTo(2_000_001L);
        assertThat(SampleScope.evaluate("let b = repeat('ab', 20); indexOf('aa' + b, b)"))
                .isEqualTo(2L);
    }

    @Test
    void regularExpressionsDoNotExplode() throws ExprException {
        String text = "a".repeat(5_000) + "!";
        assertThat(SampleScope.evaluate("'" + text + "' matches '^(a+)+$'")).isEqualTo(false);
        assertThat(SampleScope.evaluate("'" + text + "' matches '(a|a)*b'")).isEqualTo(false);
    }

    @Test
    void aDeepJsonTextIsRefusedWithoutOverflow() {
        String json = "[".repeat(50_000);
        assertThat(error("fromJSON(`" + json + "`)")).hasMessageContaining("invalid JSON");
    }

    @Test
    void numbersFollowGo() throws ExprException {
        assertThat(SampleScope.evaluate("9223372036854775807 + 1")).isEqualTo(Long.MIN_VALUE);
        assertThat(SampleScope.evaluate("float('NaN') == float('NaN')")).isEqualTo(false);
        assertThat(SampleScope.evaluate("float('NaN') < 1")).isEqualTo(false);
        assertThat(SampleScope.evaluate("float('NaN') >= 1")).isEqualTo(false);
        assertThat(SampleScope.evaluate("0.0 == -0.0")).isEqualTo(true);
        assertThat(SampleScope.evaluate("1/0 > 1")).isEqualTo(true);
        assertThat(error("float('1e400')")).hasMessageContaining("not a number");
        assertThat(TemplateText.parse("{{=1/0}}").resolve(Scope.empty(), Unresolved.FAIL))
                .isInstanceOfSatisfying(
                        Resolution.Failed.class,
                        failed -> assertThat(failed.message()).contains("json: unsupported value: +Inf"));
    }
}
