package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TEXTS = {
        "",
        "plain",
        "two words",
        "yes",
        "No",
        "on",
        "null",
        "~",
        "1",
        "0x1F",
        "1e3",
        "- x",
        "a: b",
        "# no",
        "a #b",
        "'q'",
        "\"q\"",
        "line\nline",
        "line\n",
        "line\n\n",
        "\nline",
        "  indented\nline",
        "trailing \nline",
        "tab\tx",
        "*a",
        "&a",
        "!x",
        "%x",
        "@x",
        "{x}",
        "[x]",
        "wf[0].a(0:x)",
        "日本語",
        "\u0007",
        ".",
        "---",
        "2026-11-23",
        "=",
        "<<",
        "a\r\nb",
        "\u2028",
        "12:30"
    };

    @Test
    void itIsTheSameValueForAYamlReader() throws IOException {
        for (String text : TEXTS) {
            var value = JSON.createObjectNode().put("key", text).put(text.isEmpty() ? "e" : text, 1);
            value.putArray("list").add(text).addObject().put("in", text).put("n", 2);
            same(value);
        }
    }

    @Test
    void anyValueIsTheSame() throws IOException {
        for (long seed = 0; seed < 500; seed++) {
            same(random(new Random(seed), 4));
        }
    }

    @Test
    void itLooksLikeWhatPeopleWrite() throws IOException {
        var value = JSON.readTree("""
                {"metadata":{"name":"wf","labels":{}},"spec":{"steps":[[{"name":"a","args":["x","echo 1\\necho 2\\n"]}]],"count":5,"t":"5"}}
                """);
        assertThat(YamlText.of(value)).isEqualTo("""
                metadata:
                  name: wf
                  labels: {}
                spec:
                  steps:
                  - - name: a
                      args:
                      - x
                      - |
                        echo 1
                        echo 2
                  count: 5
                  t: "5"
                """);
    }

    private static void same(JsonNode value) throws IOException {
        String yaml = YamlText.of(value);
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        assertThat(JSON.readTree(JSON.writeValueAsString(read))).as(yaml).isEqualTo(JSON.readTree(value.toString()));
    }

    private static JsonNode random(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 5);
        return switch (kind) {
            case 0 -> JsonNodeFactory.instance.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt(1000));
            case 2 ->
                random.nextBoolean() ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.booleanNode(true);
            case 3 -> {
                var list = JSON.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(random(random, depth - 1));
                }
                yield list;
            }
            default -> {
                var object = JSON.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(TEXTS[random.nextInt(TEXTS.length)], random(random, depth - 1));
                }
                yield object;
            }
        };
    }
}
