package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One truth file and the workflow it was recorded of.
 *
 * @param name of the truth file without {@code .json}, e.g. {@code cron-backfill--1}
 * @param file the example that holds the workflow
 * @param text the workflow's document, as written
 * @param workflow the same, parsed
 * @param truth what Argo recorded
 * @param stable false when two runs of Argo differed
 */
record TruthCase(String name, Path file, String text, JsonNode workflow, JsonNode truth, boolean stable) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Its steps print how long it took and when: no two runs of it are equal. */
    private static final Set<String> TELLS_THE_TIME = Set.of("variables-showcase");

    /** Every truth file of {@code argo}, by name; each must have its example. */
    static List<TruthCase> all(Path argo) {
        try (Stream<Path> files = Files.list(argo.resolve("truth"))) {
            Set<String> unstable = new HashSet<>(Files.readAllLines(argo.resolve("truth/UNSTABLE")));
            var cases = new ArrayList<TruthCase>();
            for (Path truth :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                cases.add(of(argo.resolve("examples"), truth, unstable));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TruthCase of(Path examples, Path truth, Set<String> unstable) throws IOException {
        String name = truth.getFileName().toString().replaceFirst("\\.json$", "");
        int dashes = name.indexOf("--");
        String example = dashes < 0 ? name : name.substring(0, dashes);
        int index = dashes < 0 ? 0 : Integer.parseInt(name.substring(dashes + 2));
        Path file = find(examples, example);
        String text = workflowsOf(file).get(index);
        return new TruthCase(
                name,
                file,
                text,
                yaml(text),
                JSON.readTree(truth.toFile()),
                !unstable.contains(name) && !TELLS_THE_TIME.contains(name));
    }

    private static Path find(Path examples, String name) throws IOException {
        try (Stream<Path> files = Files.walk(examples)) {
            return files.filter(f -> f.getFileName().toString().equals(name + ".yaml"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("no example is called " + name + ".yaml in " + examples));
        }
    }

    /** The documents of kind Workflow, each as written. */
    private static List<String> workflowsOf(Path file) throws IOException {
        return Stream.of(Files.readString(file).split("(?m)^---.*$"))
                .filter(text -> yaml(text).path("kind").asText().equals("Workflow"))
                .toList();
    }

    /** One document; an empty one has no fields. */
    static JsonNode yaml(String text) {
        return JSON.valueToTree(
                new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build()).loadFromString(text));
    }

    /** Whether Argo itself never came to an end with it. */
    boolean endless() {
        return truth.has("unfinishedAfter");
    }

    /** Whether two runs of Argo itself differ, by chance or by the clock. */
    boolean shapeOnly() {
        return !stable;
    }

    /** Whether what it prints depends on the clock. */
    boolean tellsTheTime() {
        return TELLS_THE_TIME.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
