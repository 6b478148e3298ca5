package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFormatTest {

    /** Made with Go's fmt.Sprintf. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '§',
            ignoreLeadingAndTrailingWhitespace = false,
            delimiterString = "=>",
            textBlock = """
                    testuser%02X=>10=>testuser0A
                    %d=>-5=>-5
                    %05d=>42=>00042
                    %05d=>-42=>-0042
                    %5d|=>42=>   42|
                    %-5d|=>42=>42   |
                    %+d=>42=>+42
                    % d=>42=> 42
                    %x=>255=>ff
                    %#x=>255=>0xff
                    %X=>255=>FF
                    %o=>8=>10
                    %#o=>8=>010
                    %O=>8=>0o10
                    %b=>5=>101
                    %c=>65=>A
                    %q=>65=>'A'
                    %U=>233=>U+00E9
                    %v=>7=>7
                    %T=>7=>int
                    %.3d=>7=>007
                    %6.3d=>7=>   007
                    %d%%=>7=>7%
                    %x=>-255=>-ff
                    %s=>7=>%!s(int=7)
                    none=>7=>none%!(EXTRA int=7)
                    %d-%d=>7=>7-%!d(MISSING)
                    %=>7=>%!(NOVERB)%!(EXTRA int=7)
                    é%03d=>7=>é007
                    """)
    @DisplayName("LOOP-11: the format of a sequence is Go's printf of an int")
    void printfFormatsAnIntAsGoDoes(String format, long argument, String expected) {
        assertThat(GoFormat.printf(format, argument)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1e3, 1000",
        "0.5, 0.5",
        "1e21, 1000000000000000000000",
        "1e-7, 0.0000001",
        "-0.0, -0",
        "NaN, NaN",
        "Infinity, +Inf",
        "123456789.123, 123456789.123"
    })
    @DisplayName("PARAM-04: the shortest form has no exponent")
    void theShortestFormHasNoExponent(double number, String expected) {
        assertThat(GoFormat.shortest(number)).isEqualTo(expected);
    }

    @Test
    @DisplayName("OUT-11: values print as %v")
    void valuesPrintAsPercentV() {
        Map<String, Object> map = new TreeMap<>(Map.of("b", List.of(1, "x"), "a", 1.5));
        map.put("n", null);
        assertThat(GoFormat.value(map)).isEqualTo("map[a:1.5 b:[1 x] n:<nil>]");
        assertThat(GoFormat.value(1e6)).isEqualTo("1e+06");
        assertThat(GoFormat.value(null)).isEqualTo("<nil>");
    }

    @Test
    void jsonIsWrittenAsGoWritesIt() {
        assertThat(Json.compact(Map.of("k", "<a&b>"))).isEqualTo("{\"k\":\"<a&b>\"}");
        assertThat(Json.escaped("<a&b>\u2028\u0001")).isEqualTo("\"\\u003ca\\u0026b\\u003e\\u2028\\u0001\"");
        assertThat(Json.compact(new TreeMap<>(Map.of("b", 1.0, "a", 1e21)))).isEqualTo("{\"a\":1e+21,\"b\":1}");
        assertThat(Json.indented(List.of())).isEqualTo("[]");
        assertThatThrownBy(() -> Json.compact(Double.NaN)).hasMessage("json: unsupported value: NaN");
        assertThatThrownBy(() -> Json.compact(new Object())).hasMessageContaining("unsupported type");
    }

    @Test
    void jsonIsReadAsGoReadsIt() {
        assertThat(Json.parse("{\"a\": [1, \"x\", null, true]}"))
                .isEqualTo(Map.of("a", Arrays.asList(1.0, "x", null, true)));
        assertThatThrownBy(() -> Json.parse("{\"a\":}")).hasMessageStartingWith("invalid JSON at character 5");
        assertThatThrownBy(() -> Json.parse(" ")).hasMessage("unexpected end of JSON input");
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
