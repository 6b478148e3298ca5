package dev.skiff.runtime;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Workflows for tests, as the command line would submit them. */
public final class Yaml {
    public static final Bundle NOTHING = new Bundle(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Three steps, one after the other: a, then b(0:p) and b(1:q) at once, then c. */
    public static final String THREE_STEPS = """
            - name: main
              steps:
              - - {name: a, template: leaf}
              - - {name: b, template: leaf, withItems: [p, q]}
              - - {name: c, template: leaf}
            - name: leaf
              container: {image: busybox, command: [sh, -c, 'true']}
            """;

    private Yaml() {}

    /** A workflow of this name with these templates, of which {@code main} is the entrypoint. */
    public static Workflow workflow(String name, String templates) {
        String text = """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: %s, uid: uid-1, namespace: default, creationTimestamp: "2026-11-23T20:00:00Z"}
                spec:
                  entrypoint: main
                  templates:
                """.formatted(name) + templates.indent(2);
        var loaded = Manifests.load(List.of(new Source("test", text.getBytes(StandardCharsets.UTF_8))));
        if (!loaded.problems().isEmpty()) {
            throw new AssertionError(loaded.problems());
        }
        return loaded.bundle().workflows().getFirst();
    }
}
