package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A document of Argo's examples that can be submitted, or a file without any.
 *
 * @param name the file below the examples, and the number of its document where it has several to submit: {@code a/b.yaml#2}
 * @param file where it lies
 * @param text what is submitted: a workflow as written, or that of a schedule; empty for a file of templates and other resources
 * @param workflow the same, parsed; of a file without workflows its first document
 * @param truth what Argo did with it; null when that was not recorded
 */
record Example(
        String name,
        Path file,
        String text,
        JsonNode workflow,
        @Nullable TruthCase truth) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of every file below {@code argo/examples}, by name. */
    static List<Example> all(Path argo) {
        Map<Path, List<TruthCase>> truths = new HashMap<>();
        TruthCase.all(argo)
                .forEach(t ->
                        truths.computeIfAbsent(t.file(), f -> new ArrayList<>()).add(t));
        Path root = argo.resolve("examples");
        List<Example> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                all.addAll(ofFile(root.relativize(file).toString(), file, truths.getOrDefault(file, List.of())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static List<Example> ofFile(String name, Path file, List<TruthCase> truths) throws IOException {
        List<Example> found = new ArrayList<>();
        List<String> documents = Stream.of(Files.readString(file).split("(?m)^---.*$"))
                .filter(text -> TruthCase.yaml(text).has("kind"))
                .toList();
        for (String document : documents) {
            String text = submitted(document);
            if (!text.isEmpty()) {
                TruthCase truth = truths.stream()
                        .filter(t -> t.text().equals(text))
                        .findFirst()
                        .orElse(null);
                found.add(new Example(name, file, text, TruthCase.yaml(text), truth));
            }
        }
        if (found.isEmpty()) {
            return List.of(new Example(name, file, "", TruthCase.yaml(documents.getFirst()), null));
        }
        if (found.size() == 1) {
            return found;
        }
        List<Example> numbered = new ArrayList<>();
        for (Example e : found) {
            numbered.add(new Example(name + "#" + (numbered.size() + 1), file, e.text, e.workflow, e.truth));
        }
        return numbered;
    }

    /** A workflow as it is; of a schedule what it submits; empty for other kinds. */
    private static String submitted(String document) {
        JsonNode parsed = TruthCase.yaml(document);
        return switch (parsed.path("kind").asText()) {
            case "Workflow" -> document;
            case "CronWorkflow" -> {
                ObjectNode workflow = JSON.createObjectNode();
                workflow.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "Workflow");
                String name = parsed.at("/metadata/name").asText("cron");
                workflow.putObject("metadata").put("generateName", name + "-");
                workflow.set("spec", parsed.at("/spec/workflowSpec"));
                yield workflow.toPrettyString();
            }
            default -> "";
        };
    }

    /** Whether there is something to submit. */
    boolean isWorkflow() {
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
