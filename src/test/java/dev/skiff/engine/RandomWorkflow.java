package dev.skiff.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded random workflows: steps and DAGs that call one another, loops, conditions, retries, continueOn, exit handlers, parallelism,
 * failFast, artifacts. Templates call only those after them, so there is no recursion.
 */
final class RandomWorkflow {
    private static final int TEMPLATES = 5;
    private final Random random;
    private final StringBuilder yaml = new StringBuilder();

    private RandomWorkflow(long seed) {
        random = new Random(seed);
    }

    static String yaml(long seed) {
        RandomWorkflow w = new RandomWorkflow(seed);
        w.write();
        return w.yaml.toString();
    }

    private void write() {
        line("apiVersion: argoproj.io/v1alpha1", "kind: Workflow", "metadata: {name: wf}", "spec:", "  entrypoint: t0");
        if (maybe(3)) {
            line("  parallelism: " + (1 + random.nextInt(3)));
        }
        if (maybe(3)) {
            line("  onExit: t" + (TEMPLATES - 1));
        }
        if (maybe(6)) {
            line("  activeDeadlineSeconds: 30");
        }
        line("  templates:");
        for (int i = 0; i < TEMPLATES; i++) {
            template(i);
        }
    }

    private void template(int i) {
        line("  - name: t" + i);
        boolean leaf = i == TEMPLATES - 1 || maybe(4);
        line("    inputs: {artifacts: [{name: i, path: /i, optional: " + (i == 0 || !maybe(6)) + "}]}");
        if (maybe(4)) {
            String backoff = maybe(2) ? ", backoff: {duration: 2s, factor: 2}" : "";
            line("    retryStrategy: {limit: " + random.nextInt(3) + ", retryPolicy: "
                    + pick("Always", "OnFailure", "OnError") + backoff + "}");
        }
        if (leaf) {
            if (maybe(6)) {
                line("    timeout: 20s");
            }
            line("    container: {image: busybox, command: [echo], args: ['{{pod.name}}']}");
            line("    outputs: {artifacts: [{name: o, path: '/{{pod.name}}', globalName: " + pick("g", "h")
                    + ", optional: " + !maybe(6) + "}]}");
            return;
        }
        if (maybe(5)) {
            line("    parallelism: " + (1 + random.nextInt(2)));
        }
        if (maybe(8)) {
            line("    failFast: true");
        }
        if (maybe(2)) {
            steps(i);
        } else {
            dag(i);
        }
    }

    private void steps(int i) {
        line("    steps:");
        int n = 0;
        for (int g = 0; g < 1 + random.nextInt(3); g++) {
            List<String> group = new ArrayList<>();
            for (int s = 0; s < 1 + random.nextInt(3); s++) {
                group.add("{" + call("s" + n++, i, "") + "}");
            }
            line("    - [" + String.join(", ", group) + "]");
        }
        output("steps.s" + random.nextInt(n));
    }

    private void dag(int i) {
        line("    dag:", "      tasks:");
        int n = 1 + random.nextInt(5);
        for (int t = 0; t < n; t++) {
            List<String> needs = new ArrayList<>();
            for (int d = 0; d < t; d++) {
                if (maybe(2)) {
                    needs.add("a" + d);
                }
            }
            String dependencies = needs.isEmpty() ? "" : ", dependencies: [" + String.join(", ", needs) + "]";
            line("      - {" + call("a" + t, i, dependencies) + "}");
        }
        output("tasks.a" + random.nextInt(n));
    }

    private void output(String from) {
        if (maybe(3)) {
            line("    outputs: {artifacts: [{name: o, from: '{{" + from + ".outputs.artifacts.o}}', optional: "
                    + !maybe(4) + "}]}");
        }
    }

    private String call(String name, int from, String more) {
        String text = "name: " + name + ", template: t" + (from + 1 + random.nextInt(TEMPLATES - from - 1)) + more;
        if (maybe(5)) {
            text += ", when: '" + pick("1 == 1", "1 == 2", "a != b", "== broken") + "'";
        }
        if (maybe(4)) {
            text += pick(
                    ", withItems: [1, two, {k: v}]",
                    ", withSequence: {count: 2}",
                    ", withParam: '[]'",
                    ", withParam: '[\"x\", \"y\"]'",
                    ", withParam: 'not a list'");
        }
        if (maybe(4)) {
            text += ", continueOn: {failed: " + maybe(2) + ", error: " + maybe(2) + "}";
        }
        if (maybe(2)) {
            String giver =
                    pick("steps.s0.outputs", "steps.s1.outputs", "tasks.a0.outputs", "workflow.outputs", "inputs");
            String artifact = giver.equals("inputs") ? "i" : giver.startsWith("workflow") ? "g" : "o";
            text += ", arguments: {artifacts: [{name: i, from: '{{" + giver + ".artifacts." + artifact
                    + "}}', optional: " + !maybe(5) + "}]}";
        }
        if (maybe(6)) {
            text += ", onExit: t" + (TEMPLATES - 1);
        }
        return text;
    }

    private boolean maybe(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void line(String... lines) {
        for (String l : lines) {
            yaml.append(l).append('\n');
        }
    }
}
