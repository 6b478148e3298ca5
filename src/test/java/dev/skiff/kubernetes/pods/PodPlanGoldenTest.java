package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.artifact.SharedPlaces;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.port.RunContext;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code in-x.yaml}: a workflow whose only template is planned; {@code out-x.json}: the pod that is posted, or why there is none. Annotations of
 * the workflow say what of the settings is different.
 */
class PodPlanGoldenTest {
    private static final Path ROOT = Path.of("src", "test", "resources", "kubernetes", "plan");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> inputs() throws IOException {
        return files().stream().filter(f -> name(f).startsWith("in-")).toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void thePodIsThatOfTheGoldenFile(Path input) throws IOException {
        Source source = new Source(name(input), Files.readAllBytes(input));
        String shown = shown(plan(Manifests.load(List.of(source)).bundle())) + "\n";
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(output(input), shown);
        }

        assertThat(shown).isEqualTo(Files.readString(output(input)));
    }

    @Test
    void noFileIsUnused() throws IOException {
        List<Path> used = inputs().stream()
                .flatMap(in -> Stream.of(in, output(in)))
                .sorted()
                .toList();
        assertThat(files()).containsExactlyElementsOf(used);
    }

    @Test
    void aScriptThatIsTooLargeForAnAnnotationIsRefusedWithBothSizes() throws IOException {
        Source source = new Source(
                "large.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    script: {image: "alpine:3.23", command: [sh], source: "%s"}
                """.formatted("x".repeat(262_144)).getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var outcome = plan(Manifests.load(List.of(source)).bundle());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PodPlan.Refused.class,
                        r -> assertThat(r.problems())
                                .singleElement()
                                .asString()
                                .contains("have 262144 bytes", "may have 262144", "ConfigMap"));
    }

    // RES-13
    @Test
    void anArgumentThatNoProcessCanHaveIsRefusedWithBothSizes() throws IOException {
        Source source =
                new Source("w.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    container:
                      image: busybox
                      command: [echo]
                      args: ["%s", "%s"]
                      env: [{name: LONG, value: "%s"}]
                """.formatted("x".repeat(131_071), "y".repeat(131_072), "z".repeat(131_067))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(plan(Manifests.load(List.of(source)).bundle()))
                .isInstanceOfSatisfying(
                        PodPlan.Refused.class,
                        r -> assertThat(r.problems())
                                .containsExactly(
                                        "args[1] of container 'main' has 131072 bytes, and Linux takes 131071: hand it over"
                                                + " as an input artifact, raw or stored, and read the file",
                                        "env LONG of container 'main' has 131072 bytes, and Linux takes 131071: hand it over"
                                                + " as an input artifact, raw or stored, and read the file"));
    }

    private static PodPlan.Outcome plan(Bundle bundle) throws IOException {
        Workflow workflow = bundle.workflows().getFirst();
        Map<String, String> different =
                Objects.requireNonNullElse(workflow.metadata().getAnnotations(), Map.of());
        var template = workflow.spec().templates().getFirst();
        List<Volume> volumes = new ArrayList<>(workflow.spec().volumes());
        volumes.addAll(template.volumes());
        List<String> patches = Stream.of(workflow.spec().podSpecPatch(), template.podSpecPatch())
                .filter(Objects::nonNull)
                .toList();
        Task task = new Task(
                new Task.Id("wf", "wf-1", "wf.main", "wf-main-1"),
                Task.Kind.POD,
                () -> template,
                () -> volumes,
                "wanted".equals(different.get("result")),
                Duration.ofMillis(2500),
                new Task.Extras(
                        false,
                        patches,
                        different.containsKey("around")
                                ? ModelMapper.strict().readValue(different.get("around"), Template.class)
                                : null,
                        different.containsKey("avoided")
                                ? List.of(different.get("avoided").split(" "))
                                : List.of(),
                        different.containsKey("exit")));
        AgentDelivery delivery =
                "copy".equals(different.get("delivery")) ? AgentDelivery.COPY : AgentDelivery.IMAGE_VOLUME;
        RunContext run = new RunContext(workflow, bundle);
        return PodPlan.of(PodPlan.Scope.of(task, run, "here", settings(different), "secret-token")
                .delivered(delivery));
    }

    private static PodSettings settings(Map<String, String> different) throws IOException {
        ArtifactRepository repository = ModelMapper.strict()
                .readValue(
                        "{\"s3\": {\"endpoint\": \"s3.example\", \"bucket\": \"results\"}}", ArtifactRepository.class);
        return PodSettings.usual()
                .withInstanceId("mine")
                .withLabels(Map.of("app", "skiff"))
                .withAgentImage("none".equals(different.get("agent")) ? "" : "skiff:1")
                .withHandoverUrl("http://controller:8080/handover/")
                .withGrace(Duration.ofSeconds(7))
                .withImages(Map.of("known:1", new Entrypoint(List.of("/start", "-v"), List.of("theirs"))))
                .withMainContainer(new ContainerBuilder()
                        .withImagePullPolicy("IfNotPresent")
                        .addNewEnv()
                        .withName("A")
                        .withValue("default")
                        .endEnv()
                        .build())
                .withPlacing(SharedPlaces.of(
                        () -> "none".equals(different.get("repository")) ? Optional.empty() : Optional.of(repository)))
                .withOwner(run -> Optional.of(new OwnerReferenceBuilder()
                        .withApiVersion("argoproj.io/v1alpha1")
                        .withKind("Workflow")
                        .withName(run.run())
                        .withUid(run.workflow().metadata().getUid())
                        .withController(true)
                        .build()));
    }

    private static String shown(PodPlan.Outcome outcome) throws JsonProcessingException {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        switch (outcome) {
            case PodPlan.Refused refused -> refused.problems().forEach(shown.putArray("refused")::add);
            case PodPlan.Unknown unknown -> unknown.images().forEach(shown.putArray("unknown")::add);
            case PodPlan.Ready ready -> shown = ready.pod();
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    }

    private static Path output(Path input) {
        return input.resolveSibling(name(input).replaceFirst("^in-", "out-").replaceFirst("\\.yaml$", ".json"));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.sorted().toList();
        }
    }
}
