package dev.skiff.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.NeedsACluster;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.ClusterAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The definitions on the API server of the cluster of the tests. They are applied for good, objects only as a dry run, with
 * the strict validation that kubectl asks for.
 */
@NeedsACluster
class DefinitionsOnClusterIT {

    private static final Path EXAMPLES = Path.of("../shared/argo/examples");
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubeApi api = new FabricApi(Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null)));

    @BeforeEach
    void define() throws Exception {
        for (Definition definition : Definition.values()) {
            byte[] text = Files.readAllBytes(Path.of("k8s/crds", definition.fileName()));
            String path = DEFINITIONS + definition.name().toLowerCase(Locale.ROOT) + ".argoproj.io";
            api.await(new Call(
                    "PATCH",
                    path + "?fieldManager=skiff-it&force=true",
                    text,
                    "application/apply-patch+yaml",
                    Call.JSON));
            established(path);
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void established(String path) throws InterruptedException {
        JsonNode definition = api.await(Call.get(path)).json();
        while (!condition(definition, "Established")) {
            assertThat(condition(definition, "NamesAccepted")).isTrue();
            Thread.sleep(50);
            definition = api.await(Call.get(path)).json();
        }
        assertThat(condition(definition, "NonStructuralSchema")).isFalse();
    }

    private static boolean condition(JsonNode definition, String type) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    @Test
    void everyExampleOfArgoIsTaken() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(EXAMPLES), "needs ../shared/argo/examples");
        List<String> refused = new ArrayList<>();
        int taken = 0;
        for (ObjectNode object : examples()) {
            try {
                create(object);
                taken++;
            } catch (KubeProblem e) {
                refused.add(object.path("metadata") + ": " + e.getMessage());
            }
        }

        assertThat(refused).isEmpty();
        assertThat(taken).isGreaterThan(100);
    }

    @Test
    void whatIsAbsentMayBeNullAndValuesMayBeOfAnyScalarType() throws Exception {
        ObjectNode written = object("""
                {apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: odd}, spec: {
                  entrypoint: a, affinity: null, hooks: null, podMetadata: {labels: {a: null}},
                  arguments: {parameters: [{name: a, value: 1.5}, {name: b, value: true}, {name: c, value: null, enum: [1, two, true]}]},
                  templates: [{name: a, suspend: null, activeDeadlineSeconds: '{{x}}', plugin: {some: {thing: 1}},
                    container: {image: busybox, resources: {limits: {cpu: 0.5}}, fieldOfTomorrow: 1},
                    steps: [[{name: s, withItems: [1, a, {b: c}, [1], true, 1.5, null], withSequence: {count: 3}}]]}]}}
                """);

        JsonNode template =
                create(written).json().path("spec").path("templates").path(0);

        assertThat(template.path("plugin").toString()).isEqualTo("{\"some\":{\"thing\":1}}");
        assertThat(template.path("container").path("fieldOfTomorrow").asInt()).isOne();
        assertThat(template.path("steps").path(0).path(0).path("withItems").toString())
                .isEqualTo("[1,\"a\",{\"b\":\"c\"},[1],true,1.5,null]");
    }

    @Test
    void aStatusKeepsWhatOtherVersionsWrite() throws Exception {
        ObjectNode written = object("""
                {apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: done}, spec: {entrypoint: a},
                  status: {phase: Succeeded, nodes: {done: {id: done, fieldOfTomorrow: {a: 1}}}}}
                """);

        JsonNode node = create(written).json().path("status").path("nodes").path("done");

        assertThat(node.path("fieldOfTomorrow").path("a").asInt()).isOne();
    }

    @Test
    void aMisspeltFieldIsNamed() {
        ObjectNode written = object(
                "{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: a}, spec: {entrypiont: a}}");

        assertThatThrownBy(() -> create(written)).hasMessageContaining("unknown field \"spec.entrypiont\"");
    }

    private Answer create(ObjectNode object) throws InterruptedException {
        String kind = object.path("kind").asText().toLowerCase(Locale.ROOT) + "s";
        String place = kind.startsWith("cluster") ? kind : "namespaces/default/" + kind;
        return api.await(
                Call.post("/apis/argoproj.io/v1alpha1/" + place + "?dryRun=All&fieldValidation=Strict", object));
    }

    private static ObjectNode object(String yaml) {
        return tree(new Yaml().load(yaml));
    }

    private static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** All objects of our kinds, each with a name of its own that nothing else has. Read as kubectl does: 0755 is octal, a key may be there twice. */
    private static List<ObjectNode> examples() throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                for (Object document : new Yaml().loadAll(Files.readString(file))) {
                    if (document instanceof Map<?, ?> map
                            && String.valueOf(map.get("apiVersion")).startsWith("argoproj.io/")) {
                        ObjectNode object = tree(map);
                        object.withObjectProperty("metadata").put("name", "skiff-it-" + found.size());
                        found.add(object);
                    }
                }
            }
        }
        return found;
    }
}
