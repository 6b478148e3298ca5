package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

    /** A question mark follows a name that may be missing. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '§', delimiterString = " => ", textBlock = """
                    inputs.parameters.x => inputs.parameters.x
                    steps['a-b'].outputs.result => steps.a-b.outputs.result
                    a.b + a.b + a.c => a.b a.c
                    a.b ?? c.d => a.b? c.d
                    a?.b => a.b?
                    (a.b ?? c) + a.b => a.b c
                    a[b.c].d => a b.c
                    filter(list, .x > y) => list y
                    let v = a.b; v.c + v => a.b
                    map(xs, {let w = #; w + z}) => xs z
                    sprig.upper(a) | lower() => a
                    now().Seconds() - cronworkflow.lastScheduledTime.Unix() => cronworkflow.lastScheduledTime
                    $env.x => §§
                    'item' + "retries" => §§
                    a.b.c ? d : e => a.b.c d e
                    a[1:b] => a b
                    {k: v, "w": [x]} => v x
                    """)
    @DisplayName("SUBST-11: the variables of an expression, and which of them may be missing")
    void anExpressionTellsItsVariables(String source, String names) throws ExprException {
        String found = Expressions.references(Expressions.parse(source)).stream()
                .map(reference -> reference.name() + (reference.optional() ? "?" : ""))
                .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(names);
    }
}
