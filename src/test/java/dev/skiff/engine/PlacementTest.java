package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tasks are told about where they are to be executed. */
class PlacementTest {
    private static final Instant T0 = Instant.parse("2026-11-25T12:00:00Z");

    private final Run run = Run.create();

    private static Event submitted(String spec) {
        String yaml = "metadata: {name: wf, uid: u}\nspec:\n" + spec.indent(2);
        return new Event.Submitted(Workflows.parse(yaml), Workflows.noResources(), T0);
    }

    private Task start(String spec) {
        return tasks(Engine.decide(run, submitted(spec))).getFirst();
    }

    private static List<Task> tasks(Decision decision) {
        return decision.commands().stream()
                .filter(c -> c instanceof Command.StartTask)
                .map(c -> ((Command.StartTask) c).task())
                .toList();
    }

    private List<Task> ends(Task task, TaskState.Verdict verdict, String host) {
        TaskState end = new TaskState.Ended(verdict, 1, "no", TaskState.Results.NONE, T0, T0).at(host, Map.of());
        return tasks(Engine.decide(run, new Event.TaskObserved(task.nodeId(), end, T0)));
    }

    // VOL-05
    @Test
    void aStepIsToldOfTheTemplateDirectlyAroundIt() {
        Task task = start("""
                entrypoint: outer
                templates:
                - name: outer
                  nodeSelector: {outer: "yes"}
                  steps: [[{name: a, template: inner, arguments: {parameters: [{name: zone, value: z1}]}}]]
                - name: inner
                  inputs: {parameters: [{name: zone}]}
                  nodeSelector: {zone: "{{inputs.parameters.zone}}"}
                  tolerations: [{key: k}]
                  dag: {tasks: [{name: b, template: pod}]}
                - name: pod
                  container: {image: busybox}
                """);

        assertThat(task.extras().around()).isNotNull();
        assertThat(task.extras().around().nodeSelector()).isEqualTo(Map.of("zone", "z1"));
        assertThat(task.extras().around().tolerations()).hasSize(1);
        assertThat(task.extras().exit()).isFalse();
    }

    // RETRY-15
    @Test
    void anAttemptIsToldWhereTheOthersHaveFailed() {
        String spec = """
                entrypoint: pod
                templates:
                - name: pod
                  retryStrategy: {limit: 5, retryPolicy: Always%s}
                  container: {image: busybox}
                """;
        Task task = start(spec.formatted(", affinity: {nodeAntiAffinity: {}}"));
        assertThat(task.extras().avoided()).isEmpty();
        task = ends(task, TaskState.Verdict.FAILED, "one").getFirst();
        assertThat(task.extras().avoided()).containsExactly("one");
        task = ends(task, TaskState.Verdict.ERROR, "two").getFirst();
        task = ends(task, TaskState.Verdict.FAILED, "one").getFirst();
        task = ends(task, TaskState.Verdict.FAILED, "").getFirst();
        assertThat(task.extras().avoided()).containsExactly("one", "two");
        assertThat(run.nodes().stream().filter(n -> n.name().endsWith("(0)")))
                .first()
                .extracting("hostNodeName")
                .isEqualTo("one");

        Run other = Run.create();
        Task first = tasks(Engine.decide(other, submitted(spec.formatted("")))).getFirst();
        TaskState end = new TaskState.Ended(TaskState.Verdict.FAILED, 1, "no", TaskState.Results.NONE, T0, T0)
                .at("one", Map.of());
        assertThat(tasks(Engine.decide(other, new Event.TaskObserved(first.nodeId(), end, T0)))
                        .getFirst()
                        .extras()
                        .avoided())
                .isEmpty();
    }

    // EXIT-13
    @Test
    void theTasksOfAnExitHandlerAreToldSo() {
        Task task = start("""
                entrypoint: pod
                onExit: bye
                templates:
                - name: pod
                  container: {image: busybox}
                - name: bye
                  steps: [[{name: inside, template: pod}]]
                """);

        assertThat(task.extras().exit()).isFalse();
        assertThat(ends(task, TaskState.Verdict.SUCCEEDED, "")
                        .getFirst()
                        .extras()
                        .exit())
                .isTrue();
    }

    // NODE-19
    @Test
    void podsAreNamedAsTheWorkflowSaysThatTheyAre() {
        var workflow = Workflows.of("""
                - name: main
                  steps: [[{name: a, template: pod}]]
                - name: pod
                  container: {image: busybox, args: ["{{pod.name}}"]}
                """);
        Task task = tasks(Engine.decide(run, new Event.Submitted(workflow, Workflows.noResources(), T0)))
                .getFirst();
        assertThat(task.id().podName()).startsWith("wf-pod-");

        workflow.metadata().setAnnotations(Map.of("workflows.argoproj.io/pod-name-format", "v1"));
        Run old = Run.create();
        task = tasks(Engine.decide(old, new Event.Submitted(workflow, Workflows.noResources(), T0)))
                .getFirst();
        assertThat(task.id().podName()).isEqualTo(task.nodeId());
        assertThat(task.template().toString()).contains(task.nodeId());
    }

    // MET-04
    @Test
    void whatPodsHadAddsUp() {
        Task task = start("""
                entrypoint: main
                templates:
                - name: main
                  steps: [[{name: a, template: pod}]]
                - name: pod
                  retryStrategy: {limit: 1}
                  container: {image: busybox}
                """);
        TaskState no = new TaskState.Ended(TaskState.Verdict.FAILED, 1, "no", TaskState.Results.NONE, T0, T0)
                .at("one", Map.of("cpu", 2L, "memory", 1L));
        Task second = tasks(Engine.decide(run, new Event.TaskObserved(task.nodeId(), no, T0)))
                .getFirst();
        assertThat(of("wf[0].a")).isEmpty();
        assertThat(of("wf[0].a(0)")).isEqualTo(Map.of("cpu", 2L, "memory", 1L));
        TaskState yes = new TaskState.Ended(TaskState.Verdict.SUCCEEDED, 0, "", TaskState.Results.NONE, T0, T0)
                .at("two", Map.of("cpu", 3L));
        Engine.decide(run, new Event.TaskObserved(second.nodeId(), yes, T0));

        assertThat(run.finished()).isTrue();
        assertThat(of("wf[0].a")).isEqualTo(Map.of("cpu", 5L, "memory", 1L));
        assertThat(of("wf")).isEqualTo(Map.of("cpu", 5L, "memory", 1L));
        assertThat(run.status().resourcesDuration()).isEqualTo(Map.of("cpu", 5L, "memory", 1L));

        Run restored = Run.create();
        Engine.decide(
                restored,
                new Event.Restored(
                        run.workflow().toBuilder().status(run.status()).build(), run.resources(), T0.plusSeconds(9)));
        assertThat(restored.status().resourcesDuration()).isEqualTo(Map.of("cpu", 5L, "memory", 1L));
        assertThat(restored.status().nodes()).isEqualTo(run.status().nodes());
    }

    private Map<String, Long> of(String name) {
        return run.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow()
                .resourcesDuration();
    }
}
