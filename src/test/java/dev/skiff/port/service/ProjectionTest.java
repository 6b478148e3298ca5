package dev.skiff.port.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIST = """
            {"metadata":{"resourceVersion":"7"},"items":[
              {"metadata":{"name":"a","labels":{"workflows.argoproj.io/phase":"Failed","team":"x"}},
               "spec":{"entrypoint":"main"},"status":{"phase":"Failed","nodes":{"a":{"phase":"Failed"}}}},
              {"metadata":{"name":"b"},"spec":{}}]}""";

    private static JsonNode kept(String fields) throws IOException {
        return Projection.of(fields).keep(JSON.readTree(LIST));
    }

    @Test
    void whatIsNamedIsKeptWithAllBelowIt() throws IOException {
        assertThat(kept("metadata,items.metadata.name,items.status.nodes").toString())
                .isEqualTo("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["
                        + "{\"metadata\":{\"name\":\"a\"},\"status\":{\"nodes\":{\"a\":{\"phase\":\"Failed\"}}}},"
                        + "{\"metadata\":{\"name\":\"b\"}}]}");
        assertThat(kept("items.metadata.labels.workflows.argoproj.io/phase")
                        .at("/items/0")
                        .toString())
                .isEqualTo("{\"metadata\":{\"labels\":{\"workflows.argoproj.io/phase\":\"Failed\"}}}");
        assertThat(kept("nothing").toString()).isEqualTo("{}");
        assertThat(kept(" ,").toString()).isEqualTo(JSON.readTree(LIST).toString());
    }

    @Test
    void allButWhatIsNamedIsKeptAfterAMinus() throws IOException {
        assertThat(kept("-items.status.nodes,items.spec,items.metadata.labels.workflows.argoproj.io/phase")
                        .at("/items")
                        .toString())
                .isEqualTo(
                        "[{\"metadata\":{\"name\":\"a\",\"labels\":{\"team\":\"x\"}},\"status\":{\"phase\":\"Failed\"}},"
                                + "{\"metadata\":{\"name\":\"b\"}}]");
        assertThat(kept("-items").toString()).isEqualTo("{\"metadata\":{\"resourceVersion\":\"7\"}}");
    }

    @Test
    void whatItSaysOfAPartIsAProjectionOfThatPart() {
        Projection list = Projection.of("metadata,items.metadata.name,items.status.phase");
        assertThat(list.below("items")).isEqualTo(Projection.of("metadata.name,status.phase"));
        assertThat(list.below("items").textUnder("items", "metadata"))
                .isEqualTo("metadata,items.metadata.name,items.status.phase");
        assertThat(Projection.of("-items.status.nodes").below("items")).isEqualTo(Projection.of("-status.nodes"));
        assertThat(Projection.of("items").below("items")).isEqualTo(Projection.EVERYTHING);
        assertThat(Projection.of("result.object.metadata").below("result.object"))
                .isEqualTo(Projection.of("metadata"));
        assertThat(Projection.of("result").below("result.object").isEverything())
                .isTrue();
        for (String nothing : List.of("metadata", "-items")) {
            Projection none = Projection.of(nothing).below("items");
            assertThat(none.isEverything()).isFalse();
            assertThat(none.shape().of("metadata")).isNull();
            assertThat(none.textUnder("items", "metadata")).isEqualTo("metadata");
        }
        assertThat(Projection.EVERYTHING.textUnder("items", "metadata")).isEmpty();
    }

    @Test
    void anIndexAnswersWhatIsInIt() {
        List<String> index = List.of("metadata.name", "metadata.labels", "status.phase");
        assertThat(Projection.of("metadata.name,metadata.labels.team").isWithin(index))
                .isTrue();
        assertThat(Projection.of("metadata.name,status").isWithin(index)).isFalse();
        assertThat(Projection.of("-metadata.name").isWithin(index)).isFalse();
        assertThat(Projection.EVERYTHING.isWithin(index)).isFalse();
        assertThat(Projection.of("metadata.names").isWithin(index)).isFalse();
    }

    @Test
    void noOneKeepsAServerBusyWithFields() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Projection.of("a,".repeat(501)))
                .withMessage("fields: 501 are named, 500 may be");
    }

    /** Whatever is left out while it is read, and whatever is left out of what was read, is the same. */
    @Test
    void readingLessIsTheSameAsKeepingLess() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            JsonNode tree = tree(random, 5);
            Projection one = Projection.of(fields(random));
            Projection other = Projection.of(fields(random));
            byte[] text = tree.toString().getBytes(StandardCharsets.UTF_8);

            assertThat(ShapedReader.read(text, one.shape()))
                    .as("%d %s %s", seed, one, tree)
                    .isEqualTo(one.keep(tree));
            assertThat(ShapedReader.read(text, Shape.common(one.shape(), other.shape())))
                    .as("%d %s and %s of %s", seed, one, other, tree)
                    .isEqualTo(other.keep(one.keep(tree)));
            JsonNode either = ShapedReader.read(text, Shape.union(one.shape(), other.shape()));
            assertThat(one.keep(either)).as("%d %s", seed, one).isEqualTo(one.keep(tree));
            assertThat(other.keep(either)).as("%d %s", seed, other).isEqualTo(other.keep(tree));
            assertThat(Projection.of(one.toString())).isEqualTo(one);
        }
    }

    private static String fields(Random random) {
        List<String> paths = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            StringBuilder path = new StringBuilder(name(random));
            for (int more = random.nextInt(4); more > 0; more--) {
                path.append('.').append(name(random));
            }
            paths.add(path.toString());
        }
        return (random.nextBoolean() ? "-" : "") + String.join(",", paths);
    }

    private static String name(Random random) {
        return "abc".substring(random.nextInt(3)).substring(0, 1);
    }

    private static JsonNode tree(Random random, int depth) {
        int kind = random.nextInt(6);
        if (depth == 0 || kind == 0) {
            return random.nextBoolean()
                    ? JSON.getNodeFactory().textNode("x")
                    : JSON.getNodeFactory().nullNode();
        }
        if (kind == 1) {
            ArrayNode items = JSON.createArrayNode();
            for (int n = random.nextInt(3); n > 0; n--) {
                items.add(tree(random, depth - 1));
            }
            return items;
        }
        ObjectNode object = JSON.createObjectNode();
        for (int n = random.nextInt(4); n > 0; n--) {
            object.set(name(random) + (random.nextInt(5) == 0 ? "." + name(random) : ""), tree(random, depth - 1));
        }
        return object;
    }
}
