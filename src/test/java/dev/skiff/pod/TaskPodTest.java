package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskPodTest {
    private static final String CONTAINER = """
            container: {image: busybox, command: [echo], resources: {limits: {memory: 1Gi}}}
            sidecars: [{name: helper, image: nginx, mirrorVolumeMounts: true}]
            """;

    private final List<String> problems = new ArrayList<>();

    private TaskPod pod(String template, String... patches) {
        PodSample sample = new PodSample(template, Optional.empty());
        Task task = new Task(
                sample.task.id(),
                Task.Kind.POD,
                sample.task::template,
                sample.task::volumes,
                false,
                null,
                new Task.Extras(false, List.of(patches)));
        return TaskPod.of(task, sample.workflow.spec(), problems::add);
    }

    @Test
    void thePatchOfTheWorkflowComesBeforeThatOfTheTemplate() {
        TaskPod pod = pod(
                CONTAINER,
                "{\"containers\":[{\"name\":\"main\",\"image\":\"first\",\"workingDir\":\"/first\"}]}",
                "containers:\n- name: main\n  image: second\n");

        assertThat(problems).isEmpty();
        Container main = pod.members().getFirst().container();
        assertThat(main.getImage()).isEqualTo("second");
        assertThat(main.getWorkingDir()).isEqualTo("/first");
        assertThat(main.getResources().getLimits()).containsKey("memory");
    }

    @Test
    void aContainerThatAPatchAddsIsASidecarAndArgosOwnAreNotThere() {
        TaskPod pod = pod(
                CONTAINER,
                "{containers: [{name: wait, resources: {}}, {name: extra, image: redis}], initContainers: [{name: init}]}");

        assertThat(problems).isEmpty();
        assertThat(pod.sidecars()).extracting(Container::getName).containsExactly("helper", "extra");
        assertThat(pod.inits()).isEmpty();
    }

    @Test
    void aPatchThatIsNoPodIsAProblemWithASentence() {
        pod(CONTAINER, "{containers: [{name: main, livenessProbe: {httpGet: {port: [1]}}}]}");

        assertThat(problems).singleElement().asString().startsWith("podSpecPatch gives no valid pod: ");
    }

    @Test
    void aPatchMayNotTakeMainAway() {
        pod(CONTAINER, "{containers: [{name: main, $patch: delete}]}");

        assertThat(problems)
                .containsExactly("podSpecPatch: it takes away the container main, which the template is about");
    }

    @Test
    void theMountsOfAContainerSetAreThoseOfEachOfItsContainers() {
        TaskPod pod = pod("""
                containerSet:
                  volumeMounts: [{name: work, mountPath: /work}]
                  containers:
                  - {name: a, image: busybox, volumeMounts: [{name: own, mountPath: /own}]}
                  - {name: main, image: busybox, dependencies: [a]}
                """);

        assertThat(pod.graph()).containsEntry("a", List.of()).containsEntry("main", List.of("a"));
        assertThat(pod.members().getFirst().container().getVolumeMounts())
                .extracting("mountPath")
                .containsExactly("/own", "/work");
        assertThat(pod.main()).isNotNull();
    }
}
