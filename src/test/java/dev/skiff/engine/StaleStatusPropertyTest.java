package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The status is written once a second at most, and what a killed controller had not written is not in it: pods that it made since, and ends
 * of pods that it had heard of. Whoever comes next finds the pods, and may be killed as well. How a pod ends depends on its node alone, so
 * however often that happens, the run has to end as the one that nobody disturbed, and each pod is made once. A failure names its seed;
 * {@code -Dskiff.seed=N} plays only that one.
 */
class StaleStatusPropertyTest {
    private static final int RUNS = Integer.getInteger("skiff.runs", 400);

    /** What is in the cluster: it outlives controllers. */
    private static final class Cluster {
        final Map<String, TaskState> pods = new LinkedHashMap<>();
        Instant now = Play.START;
        Workflow written;

        Cluster(Workflow submitted) {
            written = submitted;
        }
    }

    /** Lives until it is killed. */
    private static final class Controller {
        final Cluster cluster;
        final Run run = Run.create();
        final Map<String, String> awaited = new LinkedHashMap<>();

        Controller(Cluster cluster) {
            this.cluster = cluster;
            Workflow w = cluster.written;
            decide(
                    w.status() == null
                            ? new Event.Submitted(w, Workflows.noResources(), List.of(), cluster.now)
                            : new Event.Restored(w, Workflows.noResources(), cluster.now));
        }

        private void decide(Event event) {
            for (Command c : Engine.decide(run, event).commands()) {
                if (c instanceof Command.StartTask s) {
                    awaited.put(s.task().nodeId(), s.task().id().podName());
                    // one that is there already is adopted
                    cluster.pods.putIfAbsent(s.task().id().podName(), new TaskState.Pending(""));
                }
            }
        }

        /** Hears of one of the pods that it waits for. */
        void hear(Random random, long seed) {
            List<String> nodes = new ArrayList<>(awaited.keySet());
            String node = nodes.get(random.nextInt(nodes.size()));
            String pod = awaited.get(node);
            TaskState state = cluster.pods.get(pod);
            if (!(state instanceof TaskState.Ended)) {
                state = random.nextInt(3) == 0
                        ? new TaskState.Running(cluster.now, "h", "", true, Map.of())
                        : outcome(seed, run.node(node).name(), cluster.now);
                cluster.pods.put(pod, state);
            }
            if (state instanceof TaskState.Ended) {
                awaited.remove(node);
            }
            decide(new Event.TaskObserved(node, state, cluster.now));
            cluster.now = cluster.now.plus(Duration.ofMillis(random.nextInt(700)));
        }

        void write() throws JsonProcessingException {
            Workflow now = run.workflow().toBuilder().status(run.status()).build();
            cluster.written =
                    ModelMapper.lenient().readValue(ModelMapper.strict().writeValueAsString(now), Workflow.class);
        }
    }

    private static TaskState outcome(long seed, String node, Instant now) {
        Random fate = new Random(seed * 31 + node.hashCode());
        fate.nextInt();
        boolean fails = fate.nextInt(4) == 0;
        String list = "[" + (fate.nextBoolean() ? "1, 2" : "\"x\"") + "]";
        return new TaskState.Ended(
                fails ? TaskState.Verdict.FAILED : TaskState.Verdict.SUCCEEDED,
                fails ? 1 : 0,
                fails ? "main: Error (exit code 1)" : "",
                new TaskState.Results(Map.of(), list, Map.of(), Map.of()),
                now,
                now);
    }

    /** Steps and DAGs in one another, loops over results, retries, hooks; nothing that depends on when something ends. */
    private static Workflow workflow(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int t = 0; t < 4; t++) {
            text.append("- name: ").append(t == 0 ? "main" : "t" + t).append('\n');
            if (random.nextInt(3) == 0) {
                text.append("  retryStrategy: {limit: 1, retryPolicy: Always}\n");
            }
            text.append(
                    t == 3 || (t > 0 && random.nextInt(4) == 0)
                            ? LEAF
                            : random.nextBoolean() ? steps(random, t) : dag(random, t));
        }
        return Workflows.of(text.toString());
    }

    private static final String LEAF = "  script: {image: busybox, command: [sh], source: 'echo {{pod.name}}'}\n";

    private static String steps(Random random, int t) {
        StringBuilder text = new StringBuilder("  steps:\n");
        for (int g = 0; g < 3; g++) {
            text.append("  - - {name: a")
                    .append(g)
                    .append(", template: t3, continueOn: {failed: true, error: true}}\n");
            text.append("    - {name: b").append(g).append(callee(random, t)).append(CONTINUES);
            if (g > 0 && random.nextBoolean()) {
                text.append(", withParam: '{{steps.a").append(g - 1).append(".outputs.result}}'");
            }
            text.append(random.nextInt(3) == 0 ? ", hooks: {exit: {template: t3}}}\n" : "}\n");
        }
        return text.toString();
    }

    private static String dag(Random random, int t) {
        StringBuilder text = new StringBuilder("  dag:\n    failFast: false\n    tasks:\n");
        for (int a = 0; a < 4; a++) {
            text.append("    - {name: a")
                    .append(a)
                    .append(a == 0 ? ", template: t3" : callee(random, t))
                    .append(CONTINUES);
            if (a > 0) {
                int before = random.nextInt(a);
                text.append(", dependencies: [a").append(before).append("]");
                if (random.nextInt(3) == 0) {
                    text.append(", arguments: {parameters: [{name: p, value: '{{tasks.a" + before + ".status}}'}]}");
                }
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private static final String CONTINUES = ", continueOn: {failed: true, error: true}";

    private static String callee(Random random, int t) {
        return ", template: t" + (t + 1 + random.nextInt(3 - t));
    }

    @Test
    void howeverFarTheStatusIsBehindEachPodIsMadeOnceAndTheRunEndsAsItWould() throws JsonProcessingException {
        Long only = Long.getLong("skiff.seed");
        int killed = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            Cluster calm = new Cluster(workflow(seed));
            play(calm, seed, 0);
            Cluster rough = new Cluster(workflow(seed));
            killed += play(rough, seed, 12);
            assertThat(nodes(rough)).as("nodes of seed " + seed).isEqualTo(nodes(calm));
            assertThat(rough.pods.keySet()).as("pods of seed " + seed).hasSameElementsAs(calm.pods.keySet());
            assertThat(rough.written.status().phase())
                    .isEqualTo(calm.written.status().phase());
        }
        assertThat(killed).isPositive();
    }

    /** @param lives an event in so many is the last of its controller; 0 for one that is never killed. @return how many were */
    private static int play(Cluster cluster, long seed, int lives) throws JsonProcessingException {
        Random random = new Random(seed);
        Controller controller = new Controller(cluster);
        int killed = 0;
        while (!controller.run.finished()) {
            controller.hear(random, seed);
            if (random.nextInt(4) == 0) {
                controller.write();
            }
            if (lives > 0 && !controller.run.finished() && random.nextInt(lives) == 0) {
                killed++;
                controller = new Controller(cluster);
            }
        }
        controller.write();
        return killed;
    }

    private static Map<String, String> nodes(Cluster cluster) {
        Map<String, String> nodes = new TreeMap<>();
        for (NodeStatus n : cluster.written.status().nodes().values()) {
            nodes.put(
                    n.name(),
                    n.id() + " " + n.type() + " " + n.phase() + " " + n.message() + " " + n.inputs() + " "
                            + n.outputs());
        }
        return nodes;
    }
}
