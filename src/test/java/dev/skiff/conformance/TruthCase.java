package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One truth file and the workflow it was recorded of.
 *
 * @param name of the truth file without {@code .json}, e.g. {@code cron-backfill--1}
 * @param file the example that holds the workflow
 * @param workflow the workflow's document
 * @param truth what Argo recorded
 * @param stable false when two runs of Argo differed
 */
record TruthCase(String name, Path file, JsonNode workflow, JsonNode truth, boolean stable) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Every truth file of {@code argo}, by name; each must have its example. */
    static List<TruthCase> all(Path argo) {
        try (Stream<Path> files = Files.list(argo.resolve("truth"))) {
            Set<String> unstable = new HashSet<>(Files.readAllLines(argo.resolve("truth/UNSTABLE")));
            var cases = new ArrayList<TruthCase>();
            for (Path truth : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
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
        List<JsonNode> workflows = workflowsOf(file);
        return new TruthCase(name, file, workflows.get(index), JSON.readTree(truth.toFile()), !unstable.contains(name));
    }

    private static Path find(Path examples, String name) throws IOException {
        try (Stream<Path> files = Files.walk(examples)) {
            return files.filter(f -> f.getFileName().toString().equals(name + ".yaml"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no example is called " + name + ".yaml in " + examples));
        }
    }

    private static List<JsonNode> workflowsOf(Path file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll().stream()
                    .filter(d -> d.path("kind").asText().equals("Workflow"))
                    .toList();
        }
    }

    /** The workflow alone, as YAML: a file may hold several, and {@code skiff run} is to run this one. */
    String workflowText() {
        try {
            return YAML.writeValueAsString(workflow);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether Argo itself never came to an end with it. */
    boolean endless() {
        return truth.has("unfinishedAfter");
    }

    @Override
    public String toString() {
        return name;
    }
}
