package dev.skiff.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OUT-16. */
class OutputPathsTest {
    private static JsonNode object() throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"kind": "List", "metadata": {"name": "n", "annotations": {"a.b/c": "dotted"}, "labels": {"x": "1"}},
                 "count": 3, "ratio": 1.5, "on": true, "nothing": null,
                 "items": [{"name": "a", "status": "True", "n": 1}, {"name": "b", "status": "False", "n": 2},
                           {"name": "c", "status": "True", "n": 3}]}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{.metadata.name} | n",
                "{metadata.name} | n",
                "{$.metadata.name} | n",
                "{.metadata['name']} | n",
                "{.metadata.annotations.a\\.b/c} | dotted",
                "{.metadata.annotations['a.b/c']} | dotted",
                "{.count} {.ratio} {.on} | 3 1.5 true",
                "name: {.metadata.name}! | name: n!",
                "{.items[*].name} | a b c",
                "{.items[0].name} | a",
                "{.items[-1].name} | c",
                "{.items[0:2].name} | a b",
                "{.items[1:].name} | b c",
                "{.items[::2].name} | a c",
                "{.items[?(@.status=='True')].name} | a c",
                "{.items[?(@.status == \"False\")].n} | 2",
                "{.items[?(@.n>=2)].name} | b c",
                "{.items[?(@.nope)].name}x | x",
                "{..name} | n a b c",
                "{.metadata['name','labels']} | n {\"x\":\"1\"}",
                "{.metadata.labels} | {\"x\":\"1\"}",
                "{range .items[*]}{.name}={.n};{end} | a=1;b=2;c=3;",
                "{range .items[*]}{@.name}{\",\"}{end} | a,b,c,",
                "{.nothing}x | x",
                "{.not.there}x | x",
                "plain | plain",
            })
    void aJsonPathPrintsWhatKubectlPrints(String path, String printed) throws JsonProcessingException {
        assertThat(KubectlJsonPath.parse(path).print(object())).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{.a",
                "{.a[}",
                "{range .items[*]}{.name}",
                "{end}",
                "{.a[?(@.b==1]}",
                "{.a[x]}",
                "{.a[::0]}",
                "{'a}"
            })
    void aJsonPathThatCannotBeReadSaysWhere(String path) {
        assertThatThrownBy(() -> KubectlJsonPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                ".metadata.name; n",
                ".count; 3",
                ".metadata.labels; {\"x\":\"1\"}",
                "[.items[] | select(.status == \"True\") | .name]; [\"a\",\"c\"]",
                ".items | length; 3",
                ".nope; null"
            })
    void aJqFilterPrintsTextsAsTheyAre(String filter, String printed) throws Exception {
        assertThat(JqFilter.apply(filter, object())).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {".items[", "nofunction", "error(\"no\")", "def f: f; f", "range(1000000) | tostring"})
    void aJqFilterThatCannotBeAppliedIsNamed(String filter) {
        assertThatThrownBy(() -> JqFilter.apply(filter, object()))
                .isInstanceOf(ResourceFailed.class)
                .hasMessageStartingWith("jqFilter '" + filter + "': ");
    }
}
