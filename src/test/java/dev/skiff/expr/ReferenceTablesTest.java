package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same values as the libraries that Argo uses; the tables were printed by those libraries. */
class ReferenceTablesTest {

    static Stream<Table.Row> exprLang() {
        return Table.rows("expr-lang.tsv");
    }

    static Stream<Table.Row> sprig() {
        return Table.rows("sprig.tsv");
    }

    static Stream<Table.Row> jsonPath() {
        return Table.rows("jsonpath.tsv");
    }

    static Stream<Table.Row> govaluate() {
        return Table.rows("govaluate.tsv");
    }

    @ParameterizedTest
    @MethodSource("exprLang")
    @DisplayName("SUBST-06: expressions have the values of expr-lang")
    void expressionsHaveTheValuesOfExprLang(Table.Row row) throws ExprException {
        assertSame(row);
    }

    @ParameterizedTest
    @MethodSource("sprig")
    @DisplayName("SUBST-12: sprig functions have the values of sprig")
    void sprigFunctionsHaveTheValuesOfSprig(Table.Row row) throws ExprException {
        assertSame(row);
    }

    @ParameterizedTest
    @MethodSource("jsonPath")
    @DisplayName("SUBST-12: jsonpath() finds what Argo's library finds")
    void jsonPathFindsWhatArgosLibraryFinds(Table.Row row) throws ExprException {
        assertSame(row);
    }

    @ParameterizedTest
    @MethodSource("govaluate")
    @DisplayName("WHEN-01 to WHEN-08: conditions decide and fail as in govaluate")
    void conditionsDecideAndFailAsInGovaluate(Table.Row row) throws ExprException {
        if (row.right().startsWith("! ")) {
            assertThatThrownBy(() -> WhenExpression.evaluate(row.left()))
                    .isInstanceOf(ExprException.class)
                    .hasMessageContaining(row.right().substring(2));
        } else {
            assertThat(WhenExpression.evaluate(row.left())).isEqualTo(Boolean.valueOf(row.right()));
        }
    }

    private static void assertSame(Table.Row row) throws ExprException {
        if (row.right().equals("!")) {
            assertThatThrownBy(() -> Json.escaped(SampleScope.evaluate(row.left())))
                    .isInstanceOfAny(ExprException.class, IllegalArgumentException.class);
        } else {
            assertThat(Json.escaped(SampleScope.evaluate(row.left()))).isEqualTo(row.right());
        }
    }

    /** Where we answer and Argo fails, or answer more usefully; each with the reason in the name. */
    @ParameterizedTest
    @MethodSource("deviations")
    void deviationsAreOnPurpose(Deviation deviation) throws ExprException {
        assertThat(Json.escaped(SampleScope.evaluate(deviation.source))).isEqualTo(deviation.ours);
    }

    record Deviation(String source, String ours, String reason) {}

    static Stream<Deviation> deviations() {
        return Stream.of(
                new Deviation("\"1\" == 1", "false", "types are compared when the expression runs, not before"),
                new Deviation("steps.x.outputs.result ?? 'd'", "\"d\"", "?? also covers a missing parent"),
                new Deviation("tasks.x.outputs.result ?? 'd'", "\"d\"", "and a root of Argo's that is still empty"),
                new Deviation("groupBy([1, 2], # > 1)", "{\"false\":[1],\"true\":[2]}", "groups have a JSON form"),
                new Deviation("split('a', ',', 0)", "[]", "no nil lists"),
                new Deviation("true or nope", "true", "names are looked up when they are needed"),
                new Deviation("sprig.duration(90)", "\"1m30s\"", "an int counts as seconds, as a text does"));
    }
}
