package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopItemTest {

    private static LoopItem item(String json) {
        return LoopItem.parseList("[" + json + "]").getFirst();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '§', delimiterString = " => ", textBlock = """
                    "a b" => STRING => a b => n(0:a b)
                    "1" => STRING => 1 => n(0:1)
                    1 => NUMBER => 1 => n(0:1)
                    9.1 => NUMBER => 9.1 => n(0:9.1)
                    1e3 => NUMBER => 1e3 => n(0:1e3)
                    true => BOOL => true => n(0:true)
                    [1, "two", 3] => LIST => [1,"two",3] => n(0:[1 two 3])
                    {"name": "jesse", "group": "developer"} => MAP => {"group":"developer","name":"jesse"} => n(0:group:developer,name:jesse)
                    {"b": [1, {"z": 1, "y": 2}], "a": {"c": null}} => MAP => {"a":{"c":null},"b":[1,{"y":2,"z":1}]} => n(0:a:{"c":null},b:[1,{"y":2,"z":1}])
                    "f(x) (y)" => STRING => f(x) (y) => n(0:fx y)
                    "a<b>&c" => STRING => a<b>&c => n(0:a<b>&c)
                    {"k": "<&>"} => MAP => {"k":"<&>"} => n(0:k:<&>)
                    """)
    @DisplayName("LOOP-05 to LOOP-09, NODE-05, NODE-06: items as text and in node names")
    void itemsHaveATextAndANodeName(String json, LoopItem.Kind kind, String text, String nodeName) {
        assertThat(item(json).kind()).isEqualTo(kind);
        assertThat(item(json).text()).isEqualTo(text);
        assertThat(item(json).nodeName("n", 0)).isEqualTo(nodeName);
    }

    @Test
    @DisplayName("NODE-06: a line break in a name is written as in JSON")
    void aLineBreakInANameIsWrittenAsInJson() {
        assertThat(item("\"a\\nb\"").nodeName("n", 2)).isEqualTo("n(2:a\\nb)");
        assertThat(item("\"a\\nb\"").text()).isEqualTo("a\nb");
    }

    @Test
    @DisplayName("LOOP-06: every key of a map is a variable with a text")
    void everyKeyOfAMapIsAVariable() {
        assertThat(item("{\"os\": \"debian\", \"v\": 9.1, \"l\": [1, 2], \"a.b\": true}")
                        .variables())
                .containsEntry("item", "{\"a.b\":true,\"l\":[1,2],\"os\":\"debian\",\"v\":9.1}")
                .containsEntry("item.os", "debian")
                .containsEntry("item.v", "9.1")
                .containsEntry("item.l", "[1,2]")
                .containsEntry("item.a.b", "true")
                .hasSize(5);
    }

    @Test
    @DisplayName("SUBST-06: in an expression a map item is a map")
    void inAnExpressionAMapItemIsAMap() throws ExprException {
        Scope scope = Scope.of(item("{\"a\": 1}").variables());
        Expr expr = Expressions.parse("item.a + '/' + toJson(item)");
        assertThat(Expressions.evaluate(expr, scope, EvalContext.timeless())).isEqualTo("1/{\"a\":\"1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "\"a\"", "[1", "[1] 2", "[1,]", "null"})
    @DisplayName("LOOP-03: withParam must be a JSON list")
    void withParamMustBeAJsonList(String json) {
        assertThatThrownBy(() -> LoopItem.parseList(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("withParam value could not be parsed as a JSON list: " + json + ": ");
    }

    @Test
    @DisplayName("LOOP-04: an empty list has no items")
    void anEmptyListHasNoItems() {
        assertThat(LoopItem.parseList(" [] ")).isEmpty();
    }

    @Test
    void itemsOfAParsedFileLookAsAfterGo() throws JsonProcessingException {
        List<String> texts = List.of("1.0", "9.1", "1e3", "5", "\"x\"", "[1.0]", "null").stream()
                .map(LoopItemTest::parsed)
                .map(LoopItem::text)
                .toList();
        assertThat(texts).containsExactly("1", "9.1", "1000", "5", "x", "[1]", "null");
    }

    private static LoopItem parsed(String json) {
        try {
            return LoopItem.of(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aDeepListIsRefusedWithoutOverflow() {
        assertThatThrownBy(() -> LoopItem.parseList("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LoopItem.parseList("[".repeat(900) + "]".repeat(900)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListThatIsTooLargeOrNoListIsNotRepeatedWhole() {
        String list = "[" + "0,".repeat(1_000_000) + "0]";
        assertThatThrownBy(() -> LoopItem.parseList(list))
                .hasMessageContaining("it has more than 1000000 elements")
                .message()
                .hasSizeLessThan(3_000);
        assertThatThrownBy(() -> LoopItem.parseList("x".repeat(5_000_000)))
                .message()
                .hasSizeLessThan(3_000);
    }
}
