package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.RunContext;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code in-x.yaml}: a workflow whose only template is planned; {@code out-x.json}: what the engine would be told. */
class TaskPlanGoldenTest {

    private static final Path ROOT = Path.of("src", "test", "resources", "docker", "plan");
    private static final EngineFacts FACTS = new EngineFacts("box", 2, "x86_64", true, true, true);
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> inputs() throws IOException {
        return files().stream().filter(f -> name(f).startsWith("in-")).toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void thePlanIsThatOfTheGoldenFile(Path input) throws IOException {
        Source source = new Source(name(input), Files.readAllBytes(input));
        Bundle bundle = Manifests.load(List.of(source)).bundle();

        String shown = shown(plan(bundle)) + "\n";

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

    private static TaskPlan.Outcome plan(Bundle bundle) {
        Workflow workflow = bundle.workflows().getFirst();
        var template = workflow.spec().templates().getFirst();
        List<Volume> volumes = new ArrayList<>(workflow.spec().volumes());
        volumes.addAll(template.volumes());
        Task task =
                new Task(new Task.Id("wf", "wf-1", "wf.main", "wf-main-1"), () -> template, () -> volumes, false, null);
        DockerOptions options = DockerOptions.usual(Clock.systemUTC(), Map.of(), Path.of("/nowhere"))
                .allowHostPath(true);
        PodScope scope = new PodScope(task, new RunContext(workflow, bundle), options, FACTS, Set.of("wf-work"));
        return TaskPlan.of(scope, "me@here/boot/ns/1/2");
    }

    private static String shown(TaskPlan.Outcome outcome) throws JsonProcessingException {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        switch (outcome) {
            case TaskPlan.Refused refused -> refused.problems().forEach(shown.putArray("refused")::add);
            case TaskPlan.Ready ready -> {
                ArrayNode containers = shown.putArray("containers");
                ready.plan().inits().forEach(c -> containers.add(shown(c)));
                ready.plan().holder().ifPresent(c -> containers.add(shown(c)));
                ready.plan().members().forEach(c -> containers.add(shown(c)));
                ready.plan().sidecars().forEach(c -> containers.add(shown(c)));
                ready.plan().scratchVolumes().forEach(shown.putArray("scratchVolumes")::add);
                ready.plan().openedClaims().forEach(shown.putArray("openedClaims")::add);
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    }

    private static ObjectNode shown(ContainerPlan plan) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("name", plan.name()).put("pull", plan.pullPolicy()).set("body", plan.body());
        ArrayNode files = shown.putArray("files");
        for (ContainerPlan.Delivery delivery : plan.deliveries()) {
            for (Tar.Entry entry : delivery.entries()) {
                String content = new String(entry.content(), StandardCharsets.UTF_8);
                files.add("%s | %s | %o | group %d | %s"
                        .formatted(delivery.directory(), entry.path(), entry.mode(), entry.gid(), content));
            }
        }
        return shown;
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
