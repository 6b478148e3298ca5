package dev.skiff.conformance;

import dev.skiff.model.Bundle;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the recorded cluster had beside the workflows: templates and ConfigMaps of the examples. */
final class TruthCluster {
    private static final Path EXAMPLES = Path.of("../shared/argo/examples");

    private TruthCluster() {}

    /** The documents, to be given as manifests; those beside the workflow in its own file are among them. */
    static List<Path> manifests(Path example) {
        return List.of(
                example,
                EXAMPLES.resolve("configmaps/simple-parameters-configmap.yaml"),
                EXAMPLES.resolve("workflow-template/templates.yaml"),
                Path.of("src/test/resources/conformance/cluster-templates.yaml"));
    }

    /** The same, read. */
    static Bundle resources(TruthCase recorded) {
        List<Source> sources = new ArrayList<>();
        for (Path file : manifests(recorded.file())) {
            try {
                sources.add(new Source(file.toString(), Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Manifests.load(sources).bundle();
    }
}
