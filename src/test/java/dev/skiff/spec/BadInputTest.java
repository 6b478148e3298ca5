package dev.skiff.spec;

import static dev.skiff.spec.Texts.load;
import static dev.skiff.spec.Texts.problems;
import static dev.skiff.spec.Texts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    @Test
    void aFileOf50MegabytesIsNotParsed() {
        byte[] content = new byte[50_000_000];
        Arrays.fill(content, (byte) 'a');
        Loaded loaded = Manifests.load(List.of(new Source("big.yaml", content)));
        assertThat(problems(loaded))
                .containsExactly(
                        "big.yaml: the file has 50,000,000 bytes; the limit is 20,971,520 bytes (split it into several files)");
    }

    @Test
    void bytesThatAreNoUtf8AreLocated() {
        byte[] content = "a: 1\nb: xé".getBytes(StandardCharsets.ISO_8859_1);
        Loaded loaded = Manifests.load(List.of(new Source("latin.yaml", content)));
        assertThat(problems(loaded))
                .containsExactly(
                        "latin.yaml:2:5: byte 9 (0xe9) is not valid UTF-8 (save the file in the encoding UTF-8)");
    }

    @Test
    void controlCharactersAreLocated() {
        assertThat(problems(load("a: 1\nb: \0\n")))
                .containsExactly("in.yaml:2:4: the control character U+0000 is not allowed (is this a text file?)");
    }

    @Test
    void aTabForIndentationIsExplained() {
        assertThat(problems(load("a:\n\tb: 1\n")))
                .singleElement()
                .asString()
                .startsWith("in.yaml:2:1: not valid YAML")
                .contains("indent with spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n---\n", "\uFEFF", "null\n"})
    void aFileWithoutDocumentsSaysSo(String text) {
        assertThat(problems(load(text)))
                .containsExactly("in.yaml: there is no document in it (the file is empty or has only comments)");
    }

    @Test
    void nestingIsReadTo64LevelsAndRefusedBeyondTheLimit() {
        assertThat(load(workflow("plugin: {p: " + "[".repeat(64) + "]".repeat(64) + "}"))
                        .problems())
                .isEmpty();
        assertThat(problems(load("[".repeat(100_000))))
                .containsExactly("in.yaml:1:501: more than 500 mappings and lists are nested in one another");
        assertThat(problems(load("{\"a\":".repeat(100_000)))).isNotEmpty();
        assertThat(problems(load("- ".repeat(5_000) + "a"))).isNotEmpty();
    }

    @Test
    void aliasBombsAreRefusedBeforeTheyGrow() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, alias.repeat(10)));
        }
        assertThat(problems(load(bomb.toString())))
                .singleElement()
                .asString()
                .contains("stand for more than 100,000 values");
    }

    @Test
    void aliasesThatDeepenTheTreeAreCountedAsDepth() {
        StringBuilder deep = new StringBuilder("a0: &a0 " + "[".repeat(100) + "]".repeat(100) + "\n");
        for (int i = 1; i < 9; i++) {
            deep.append("a%d: &a%d %s*a%d%s\n".formatted(i, i, "[".repeat(100), i - 1, "]".repeat(100)));
        }
        assertThat(problems(load(deep.toString()))).singleElement().asString().contains("more than 500 mappings");
    }

    @Test
    void anAliasInsideItsOwnAnchorAndOneWithoutAnchorAreRefused() {
        assertThat(problems(load("a: &a [*a]")))
                .containsExactly("in.yaml:1:8: the alias *a stands inside of its own anchor");
        assertThat(problems(load("a: *b"))).containsExactly("in.yaml:1:4: the alias *b has no anchor &b before it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a text", "[1, 2]", "42"})
    void aDocumentThatIsNoMappingIsRefused(String text) {
        assertThat(problems(load(text))).singleElement().asString().contains("a document must be a mapping");
    }

    @Test
    void randomBytesNeverBreakTheReader() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] content = new byte[random.nextInt(200)];
            random.nextBytes(content);
            Loaded loaded = Manifests.load(List.of(new Source("noise", content)));
            assertThat(loaded.bundle().workflows()).isEmpty();
        }
    }

    @Test
    void randomDamageToAGoodFileNeverBreaksReadingOrLinting() {
        String good = workflow("""
                inputs: {parameters: [{name: a, value: "{{workflow.name}}"}]}
                steps:
                  - - {name: b, template: main, when: "{{item}} == 1", withItems: [1, {x: y}]}
                retryStrategy: {limit: 3, backoff: {duration: 1s}}
                """);
        String alphabet = "{}[]:,-&*!|>'\"%@`#? \n\tab0<<~=.";
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder damaged = new StringBuilder(good);
            for (int hits = random.nextInt(4) + 1; hits > 0; hits--) {
                damaged.setCharAt(random.nextInt(damaged.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Lint.check(load(damaged.toString()))).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void randomDamageToJsonNeverBreaksReadingOrLinting() {
        String good = """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"name":"x"},"spec":{"entrypoint":"a",
                "templates":[{"name":"a","activeDeadlineSeconds":1e3,"container":{"image":"b","args":["{{item}}",null]}}]}}
                """;
        String alphabet = "{}[]:,\"\\\n 1e.-tfn\u00e9";
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder damaged = new StringBuilder(good);
            for (int hits = random.nextInt(3) + 1; hits > 0; hits--) {
                damaged.setCharAt(random.nextInt(damaged.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Loaded loaded = Manifests.load(List.of(Texts.source("x.json", damaged.toString())));
            assertThat(Lint.check(loaded)).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void theValuesOfASecretAreInNoMessage() {
        Loaded loaded = load("""
                apiVersion: v1
                kind: Secret
                metadata: {name: x}
                stringData:
                  number: 4711
                  list: [hunter2]
                type: [hunter2]
                immutable: hunter2
                """);
        assertThat(problems(loaded)).hasSize(4);
        assertThat(ProblemFormat.JSON.render(loaded.problems())).doesNotContain("4711", "hunter2");
    }
}
