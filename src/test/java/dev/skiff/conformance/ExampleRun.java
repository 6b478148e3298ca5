package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.it.SkiffCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One example, run on Docker by the command.
 *
 * @param outcome with the Workflow as JSON on standard output
 * @param interrupted whether it had no end of its own and was ended after its nodes had appeared
 */
record ExampleRun(SkiffCommand.Outcome outcome, boolean interrupted) {
    /** For an endless one to come as far as Argo's did. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    static ExampleRun of(Example example, Path directory) {
        try {
            Path file = directory.resolve(example.name().replaceAll("[/#]", "-") + ".yaml");
            Files.writeString(file, example.text());
            TruthCase truth = example.truth();
            boolean endless = truth != null && truth.endless();
            String name = "example-" + example.name().replaceAll("\\.yaml|[^-a-z0-9]", "");
            List<String> command = new ArrayList<>(List.of("run", file.toString(), "--on", "docker", "-n", "argo"));
            command.addAll(List.of("--parallelism", "8", "-o", "json"));
            TruthCluster.manifests(example.file()).forEach(m -> command.addAll(List.of("--manifest", m.toString())));
            if (endless) {
                command.addAll(List.of("--name", name));
            }
            // a home of its own: examples that name one lock are not to wait for each other
            SkiffCommand skiff = SkiffCommand.in(directory.resolve("home-" + name), directory);
            String[] arguments = command.toArray(String[]::new);
            try {
                return endless ? watched(skiff, name, truth, arguments) : new ExampleRun(skiff.run(arguments), false);
            } finally {
                skiff.removeHome();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looked at until it is as Argo's was when that was cut off, then terminated. */
    private static ExampleRun watched(SkiffCommand skiff, String name, TruthCase truth, String... arguments) {
        Instant last = Instant.now().plus(PATIENCE);
        SkiffCommand.Running running = skiff.start(arguments);
        SkiffCommand.Outcome seen;
        do {
            sleep();
            seen = skiff.run("get", name, "-o", "json");
        } while (Instant.now().isBefore(last)
                && (seen.exitCode() != 0 || !differences(truth, seen.workflow()).isEmpty()));
        skiff.run("terminate", name);
        running.outcome();
        return new ExampleRun(seen, true);
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines; empty when it is the same. */
    static List<String> differences(TruthCase truth, JsonNode workflow) {
        StatusShape argo = StatusShape.ofTruth(truth.truth());
        StatusShape skiff = StatusShape.ofWorkflow(workflow);
        return truth.shapeOnly() ? ShapeDiff.betweenStructures(argo, skiff) : ShapeDiff.between(argo, skiff);
    }
}
