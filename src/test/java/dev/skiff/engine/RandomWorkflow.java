package dev.skiff.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded random workflows with everything that the engine decides about: steps and DAGs that call one another, templates of every kind,
 * loops, conditions, retries, continueOn, hooks and exit handlers, parallelism, failFast, artifacts, daemons, suspended steps and runs,
 * locks, memoized templates, templates of other documents and inline ones. Templates call only those after them, so there is no recursion.
 */
final class RandomWorkflow {
    /** What a workflow may refer to. */
    static final String RESOURCES = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: sem}
            data: {two: "2"}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec:
              templates:
              - name: outer
                steps:
                - - {name: in, template: leaf}
                  - {name: wait, template: wait}
              - name: leaf
                container: {image: busybox, command: [echo]}
              - name: wait
                suspend: {duration: 3s}
            """;

    private static final int TEMPLATES = 5;
    private final Random random;
    private final StringBuilder yaml = new StringBuilder();

    private RandomWorkflow(long seed) {
        random = new Random(seed);
    }

    static String yaml(long seed) {
        RandomWorkflow w = new RandomWorkflow(seed);
        w.write("Workflow", "wf");
        return w.yaml.toString();
    }

    /** The same as {@link #yaml}, but as a WorkflowTemplate of this name. */
    static String template(long seed, String name) {
        RandomWorkflow w = new RandomWorkflow(seed);
        w.write("WorkflowTemplate", name);
        return w.yaml.toString();
    }

    private void write(String kind, String name) {
        line("apiVersion: argoproj.io/v1alpha1", "kind: " + kind, "metadata: {name: " + name + "}", "spec:");
        line("  entrypoint: t0");
        if (maybe(3)) {
            line("  parallelism: " + (1 + random.nextInt(3)));
        }
        if (maybe(3)) {
            line("  onExit: t" + (TEMPLATES - 1));
        }
        if (maybe(6)) {
            line("  activeDeadlineSeconds: 30");
        }
        if (maybe(12)) {
            line("  suspend: true");
        }
        if (maybe(10)) {
            line("  synchronization: {mutexes: [{name: whole}]}");
        }
        if (maybe(5)) {
            line("  hooks: {" + hooks("workflow", -1) + "}");
        }
        if (maybe(8)) {
            line("  templateDefaults: {" + pick("retryStrategy: {limit: 1}", "timeout: 15s", "failFast: true") + "}");
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
        if (maybe(6)) {
            line("    synchronization: {"
                    + pick(
                            "mutexes: [{name: m}]",
                            "mutexes: [{name: m}, {name: n}]",
                            "semaphores: [{configMapKeyRef: {name: sem, key: two}}]",
                            "semaphores: [{configMapKeyRef: {name: sem, key: none}}]")
                    + "}");
        }
        if (maybe(8)) {
            line("    memoize: {key: " + pick("'k-{{workflow.name}}'", "k", "no.dots") + ", maxAge: "
                    + pick("''", "10s", "old") + ", cache: {configMap: {name: " + pick("c", "c", "''") + "}}}");
        }
        if (leaf) {
            leaf();
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

    private void leaf() {
        switch (random.nextInt(12)) {
            case 0 -> line("    suspend: {}");
            case 1 -> line("    suspend: {duration: " + pick("4s", "'2'", "'{{inputs.nothing}}'", "soon") + "}");
            case 2 ->
                line(
                        "    suspend: {" + pick("", "duration: 5s") + "}",
                        "    outputs: {parameters: [{name: p, globalName: p, valueFrom: {supplied: {}"
                                + pick("", ", default: d") + "}}]}");
            case 3 -> line("    http: {url: 'http://{{workflow.name}}'}");
            case 4 -> line("    resource: {action: create, manifest: 'x: 1'}");
            case 5 ->
                line(
                        "    containerSet:",
                        "      containers:",
                        "      - {name: a, image: i, command: [c]}",
                        "      - {name: main, image: i, command: [c], dependencies: [a]}");
            case 6 -> line("    daemon: true", "    container: {image: redis, command: [redis]}");
            case 7 -> line("    script: {image: busybox, command: [sh], source: 'echo {{pod.name}}'}");
            default -> {
                if (maybe(6)) {
                    line("    timeout: 20s");
                }
                line("    container: {image: busybox, command: [echo], args: ['{{pod.name}}']}");
                line("    outputs: {artifacts: [{name: o, path: '/{{pod.name}}', globalName: " + pick("g", "h")
                        + ", optional: " + !maybe(6) + "}]}");
            }
        }
    }

    private void steps(int i) {
        line("    steps:");
        int n = 0;
        for (int g = 0; g < 1 + random.nextInt(3); g++) {
            List<String> group = new ArrayList<>();
            for (int s = 0; s < 1 + random.nextInt(3); s++) {
                group.add("{" + call("s" + n++, i, "", "steps") + "}");
            }
            line("    - [" + String.join(", ", group) + "]");
        }
        output("steps.s" + random.nextInt(n));
    }

    private void dag(int i) {
        line("    dag:", "      tasks:");
        int n = 1 + random.nextInt(5);
        boolean depends = maybe(3);
        for (int t = 0; t < n; t++) {
            List<String> needs = new ArrayList<>();
            for (int d = 0; d < t; d++) {
                if (maybe(2)) {
                    needs.add("a" + d + (depends ? pick("", ".Succeeded", ".Failed", ".Daemoned", ".AllFailed") : ""));
                }
            }
            String dependencies = needs.isEmpty()
                    ? ""
                    : depends
                            ? ", depends: '" + String.join(pick(" && ", " || "), needs) + "'"
                            : ", dependencies: [" + String.join(", ", needs) + "]";
            line("      - {" + call("a" + t, i, dependencies, depends ? "depends" : "tasks") + "}");
        }
        output("tasks.a" + random.nextInt(n));
    }

    private void output(String from) {
        if (maybe(3)) {
            line("    outputs: {artifacts: [{name: o, from: '{{" + from + ".outputs.artifacts.o}}', optional: "
                    + !maybe(4) + "}]}");
        }
    }

    private String call(String name, int from, String more, String kind) {
        String text = "name: " + name + ", " + callee(from) + more;
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
        if (maybe(4) && !kind.equals("depends")) {
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
        } else if (maybe(4)) {
            text += ", hooks: {" + hooks((kind.equals("steps") ? "steps." : "tasks.") + name, from) + "}";
        }
        return text;
    }

    private String callee(int from) {
        return switch (random.nextInt(12)) {
            case 0 -> "templateRef: {name: lib, template: " + pick("outer", "leaf", "none") + "}";
            case 1 -> "inline: {" + pick("container: {image: i, command: [c]}", "suspend: {duration: 2s}") + "}";
            default -> "template: t" + (from + 1 + random.nextInt(TEMPLATES - from - 1));
        };
    }

    private String hooks(String of, int from) {
        String template = "template: t" + (TEMPLATES - 1 - (from < TEMPLATES - 2 && maybe(4) ? 1 : 0));
        String first = pick(
                of + ".status == \"Running\"",
                of + ".status == \"Succeeded\"",
                of + ".status == \"Failed\" || " + of + ".status == \"Error\"",
                "true",
                "broken ==",
                "1 + 1");
        String hooks = "first: {expression: '" + first + "', " + template + "}";
        if (maybe(3)) {
            hooks += ", second: {expression: '" + of + ".status != \"Pending\"', template: t" + (TEMPLATES - 1) + "}";
        }
        if (maybe(3)) {
            String when = maybe(2) ? "expression: '" + of + ".status == \"Failed\"', " : "";
            hooks += ", exit: {" + when + "template: t" + (TEMPLATES - 1) + "}";
        }
        return hooks;
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
