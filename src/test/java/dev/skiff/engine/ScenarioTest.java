package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every directory below {@code src/test/resources/scenarios}: {@code workflow.yaml} is played by the lines of {@code events.txt}, and
 * must come to {@code expected.txt}; then all events are replayed at once, and must lead to the same commands and the same tree.
 * {@code -Dskiff.scenarios.write=true} writes expected.txt anew, to be read and judged by a person.
 */
class ScenarioTest {
    private static final Path ROOT = Path.of("src/test/resources/scenarios");
    private static final Set<NodeLifecycle.Transition> TAKEN = new HashSet<>();

    @TestFactory
    Stream<DynamicTest> everyScenario() throws IOException {
        return directories().stream()
                .map(dir -> DynamicTest.dynamicTest(dir.getFileName().toString(), () -> play(dir)));
    }

    @Test
    void everyRowOfTheLifecycleTableIsTakenBySomeScenario() throws IOException {
        for (Path dir : directories()) {
            play(dir);
        }
        assertThat(TAKEN).containsAll(NodeLifecycle.TABLE);
    }

    @Test
    void noFileOfAScenarioIsUnused() throws IOException {
        for (Path dir : directories()) {
            try (Stream<Path> files = Files.list(dir)) {
                assertThat(files.map(f -> f.getFileName().toString()))
                        .as(dir.toString())
                        .isSubsetOf(
                                "workflow.yaml",
                                "events.txt",
                                "expected.txt",
                                "configmaps.yaml",
                                "templates.yaml",
                                "defaults.yaml",
                                "originals.json")
                        .contains("workflow.yaml", "events.txt", "expected.txt");
            }
        }
    }

    private static List<Path> directories() throws IOException {
        try (Stream<Path> dirs = Files.list(ROOT)) {
            return dirs.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void play(Path dir) throws IOException {
        var workflow = Workflows.parse(Files.readString(dir.resolve("workflow.yaml")));
        Bundle resources = resources(dir);
        Play play = new Play(workflow, resources, originals(dir), TAKEN::add);
        Script script = new Script(play);
        for (String line : Files.readAllLines(dir.resolve("events.txt"))) {
            script.line(line);
        }
        List<String> actual = new ArrayList<>(script.notes);
        actual.addAll(play.tree());
        Path expected = dir.resolve("expected.txt");
        if (Boolean.getBoolean("skiff.scenarios.write")) {
            Files.write(expected, actual);
        }
        assertThat(actual).as(dir.toString()).isEqualTo(Files.readAllLines(expected));
        replay(play);
    }

    /** The same events once more: the same commands, the same tree; and a repeated event changes nothing. */
    private static void replay(Play play) {
        Run again = Run.create();
        for (int i = 0; i < play.events.size(); i++) {
            Decision d = Engine.decide(again, play.events.get(i));
            assertThat(d).as("decision on event " + i).isEqualTo(play.decisions.get(i));
            assertThat(Engine.decide(again, play.events.get(i)).commands())
                    .as("the same event a second time: " + play.events.get(i))
                    .isEmpty();
        }
        assertThat(again.nodes()).isEqualTo(play.run.nodes());
    }

    /** {@code originals.json}: the nodes of the run that this one repeats. */
    private static List<NodeStatus> originals(Path dir) throws IOException {
        Path file = dir.resolve("originals.json");
        return Files.exists(file)
                ? List.of(ModelMapper.strict().readValue(file.toFile(), NodeStatus[].class))
                : List.of();
    }

    /** {@code configmaps.yaml} and {@code templates.yaml} hold what the workflow refers to, {@code defaults.yaml} what lies under it. */
    private static Bundle resources(Path dir) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("configmaps.yaml", "templates.yaml")) {
            if (Files.exists(dir.resolve(name))) {
                sources.add(new Source(name, Files.readAllBytes(dir.resolve(name))));
            }
        }
        Path defaults = dir.resolve("defaults.yaml");
        return Manifests.load(sources)
                .bundle()
                .withWorkflowDefaults(Files.exists(defaults) ? Workflows.parse(Files.readString(defaults)) : null);
    }

    /**
     * One line of events.txt: {@code run NODE}, {@code ok NODE [result=TEXT] [file.NAME=TEXT] [artifact.NAME=KEY] [unsaved.NAME=WHY]…},
     * {@code fail NODE CODE [the same]…}, {@code error NODE MESSAGE}, {@code pass SECONDS}, {@code stop}, {@code terminate},
     * {@code suspend}, {@code resume [SELECTOR]}, {@code refuse SELECTOR MESSAGE}, {@code set SELECTOR [phase=P] [OUTPUT=VALUE]…},
     * {@code retry [restart SELECTOR | NAME=VALUE]}, {@code ready NODE} (a daemon is), {@code locks NODE|- [MESSAGE]} (granted, or why
     * not), {@code cache NODE [RESULT]} (a hit with this result, or a miss), {@code member NODE CONTAINER PHASE}, {@code all} (everything
     * succeeds), {@code note} (what is pending now goes into expected.txt), {@code show NODE} (its command and arguments, its artifacts),
     * {@code see NODE} (its line of the tree as it is now), {@code wait NODE MESSAGE} (what its pod waits for).
     */
    private record Script(Play play, List<String> notes) {
        Script(Play play) {
            this(play, new ArrayList<>());
        }

        void line(String line) {
            String[] words = line.strip().split(" +", 3);
            switch (words[0]) {
                case "", "#" -> {}
                case "run" -> play.running(words[1]);
                case "ok" -> ok(words[1], words.length > 2 ? words[2] : "");
                case "fail" -> fail(words[1], words[2].split(" +", 2));
                case "error" -> play.error(words[1], words[2]);
                case "pass" -> play.pass(Long.parseLong(words[1]));
                case "stop" -> play.ask(new Request.Stop());
                case "terminate" -> play.ask(new Request.Terminate());
                case "suspend" -> play.ask(new Request.Suspend());
                case "resume" -> play.ask(new Request.Resume(NodeSelector.parse(words.length > 1 ? words[1] : "")));
                case "refuse" -> play.ask(new Request.StopNodes(NodeSelector.parse(words[1]), words[2]));
                case "set" -> set(words[1], words[2]);
                case "retry" -> play.ask(retry(words));
                case "ready" -> play.ready(words[1]);
                case "locks" -> play.locks(words[1], words.length > 2 ? words[2] : "");
                case "cache" -> play.cache(words[1], words.length > 2 ? words[2] : "");
                case "member" -> member(words[1], words[2].split(" +"));
                case "all" -> play.succeedAll();
                case "note" -> notes.add("pending: " + String.join(", ", play.pending()));
                case "show" -> show(words[1]);
                case "see" -> notes.add(play.see(words[1]));
                case "wait" -> play.waiting(words[1], words[2]);
                default -> throw new AssertionError("unknown line in events.txt: " + line);
            }
        }

        private void set(String nodes, String rest) {
            Map<String, String> outputs = new LinkedHashMap<>();
            String phase = "";
            for (String word : rest.split(" +")) {
                String value = word.substring(word.indexOf('=') + 1);
                if (word.startsWith("phase=")) {
                    phase = value;
                } else {
                    outputs.put(word.substring(0, word.indexOf('=')), value);
                }
            }
            play.ask(new Request.SetNodes(NodeSelector.parse(nodes), phase, "", outputs));
        }

        /** {@code retry [restart SELECTOR] [NAME=VALUE]}. */
        private static Request retry(String[] words) {
            if (words.length > 2 && words[1].equals("restart")) {
                return new Request.Retry(true, NodeSelector.parse(words[2]), Map.of());
            }
            Map<String, String> values = new LinkedHashMap<>();
            if (words.length > 1) {
                values.put(words[1].substring(0, words[1].indexOf('=')), words[1].substring(words[1].indexOf('=') + 1));
            }
            return new Request.Retry(false, NodeSelector.ALL, values);
        }

        private void member(String node, String[] rest) {
            play.members(node, rest[0], NodePhase.of(rest[1]));
        }

        private void ok(String node, String rest) {
            play.ended(node, TaskState.Verdict.SUCCEEDED, 0, "", results(node, rest));
        }

        private void fail(String node, String[] codeAndRest) {
            TaskState.Results results = results(node, codeAndRest.length > 1 ? codeAndRest[1] : "");
            String message = "main: Error (exit code " + codeAndRest[0] + ")";
            play.ended(node, TaskState.Verdict.FAILED, Integer.valueOf(codeAndRest[0]), message, results);
        }

        private TaskState.Results results(String node, String rest) {
            Map<String, TaskState.OutputFile> files = new LinkedHashMap<>();
            Map<String, TaskState.OutputArtifact> artifacts = new LinkedHashMap<>();
            String result = null;
            String start = " +(?=file\\.|result=|artifact\\.|unsaved\\.)";
            for (String word : rest.isEmpty() ? new String[0] : rest.split(start)) {
                String value = word.substring(word.indexOf('=') + 1).replace("\\n", "\n");
                String what = word.substring(0, word.indexOf('='));
                String name = what.substring(what.indexOf('.') + 1);
                switch (what.replaceFirst("\\..*", "")) {
                    case "file" -> files.put(name, new TaskState.OutputFile.Found(value));
                    case "artifact" -> artifacts.put(name, play.saved(node, name, value));
                    case "unsaved" -> artifacts.put(name, new TaskState.OutputArtifact.Unsaved(value));
                    default -> result = value;
                }
            }
            return new TaskState.Results(files, result, artifacts, Map.of());
        }

        private void show(String node) {
            Task task = play.task(node);
            var container = task.template().container();
            notes.add(node + " pod=" + task.id().podName() + " capture=" + task.captureResult() + " deadline="
                    + task.activeDeadline().map(Object::toString).orElse("none")
                    + (container == null ? "" : " " + container.getCommand() + container.getArgs()).replace("\n", "\\n")
                    + (task.extras().archiveLogs() ? " logs" : ""));
            task.volumes().stream()
                    .filter(v -> v.getConfigMap() != null)
                    .forEach(v -> notes.add("  volume " + v.getName() + " of "
                            + v.getConfigMap().getName()));
            var inputs = task.template().inputs();
            if (inputs != null) {
                inputs.artifacts().forEach(a -> notes.add("  in " + Play.artifact(a)));
            }
            var outputs = task.template().outputs();
            if (outputs != null) {
                outputs.artifacts().forEach(a -> notes.add("  out " + Play.artifact(a)));
            }
        }
    }
}
