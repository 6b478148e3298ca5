package dev.skiff.conformance;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.rehearsal.Inventor;
import dev.skiff.rehearsal.Mocked;
import dev.skiff.rehearsal.Plan;
import dev.skiff.rehearsal.Rehearsal;
import dev.skiff.rehearsal.Stage;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the machines of the tests have, and what the list of examples says that each needs of the world around it. */
final class Surroundings {
    private final Set<String> images = new HashSet<>();
    private final Map<String, Row> rows = new HashMap<>();

    /** Of {@code examples.tsv}. @param needs comma-separated words @param expect {@code run}, {@code fails-at-runtime}, … */
    private record Row(String needs, String dockerAlone, String expect) {}

    /** Reads the lists beside the examples. */
    Surroundings(Path argo) {
        for (String line : lines(argo.resolve("images.tsv"))) {
            images.add(line.split("\t")[0]);
        }
        for (String line : lines(argo.resolve("examples.tsv"))) {
            String[] cells = line.split("\t", -1);
            rows.put(cells[0], new Row(cells[5], cells[6], cells[7]));
        }
    }

    /** What this machine does not have, each a few words. */
    Set<String> needsOf(Example example) {
        Row row = row(example);
        var needs = new TreeSet<String>();
        List<String> words = List.of(row.needs().split(","));
        if (words.contains("network")) {
            needs.add("the network");
        }
        plan(example).json().findValuesAsText("image").stream()
                .filter(image -> !images.contains(tagged(image)))
                .forEach(image -> needs.add("the image `" + image + "`"));
        if (row.dockerAlone().equals("no: DRA")) {
            needs.add("devices of a cluster (resource claims)");
        }
        return needs;
    }

    /** The phase that a run must end in. */
    String endOf(Example example) {
        Row row = row(example);
        return row.expect().equals("run") ? "Succeeded" : "Failed";
    }

    private Row row(Example example) {
        Row row = rows.get("examples/" + example.name().replaceFirst("#\\d+$", ""));
        if (row == null) {
            throw new IllegalStateException(example + " is not in the list of examples");
        }
        return row;
    }

    private static String tagged(String image) {
        return image.substring(image.lastIndexOf('/') + 1).contains(":") ? image : image + ":latest";
    }

    /** What would be done, by {@code skiff plan}'s rules, with the resources that the recorded cluster had. */
    static Plan plan(Example example) {
        Loaded loaded = Manifests.load(sources(example));
        Workflow workflow = Stage.set(loaded.bundle().workflows().getFirst(), "plan", Stage.START, true);
        Bundle resources = loaded.bundle();
        Mocked answers = new Mocked(workflow.metadata().getName(), List.of(), Inventor.of(workflow, resources), true);
        return Plan.of(Rehearsal.play(workflow, resources, answers, List.of(), Stage.START), answers);
    }

    /** Errors that {@code skiff lint} finds in what is submitted, or in the file when nothing is. */
    static List<Problem> problems(Example example) {
        String own = sources(example).getFirst().name();
        return Lint.check(Manifests.load(sources(example))).stream()
                .filter(p -> p.severity() == Severity.ERROR && p.file().equals(own))
                .toList();
    }

    private static List<Source> sources(Example example) {
        var sources = new ArrayList<Source>();
        if (example.isWorkflow()) {
            sources.add(new Source("submitted.yaml", example.text().getBytes(StandardCharsets.UTF_8)));
        }
        for (Path file : TruthCluster.manifests(example.file())) {
            try {
                sources.add(new Source(file.toString(), Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .filter(l -> !l.startsWith("#") && !l.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
