package dev.skiff.engine;

import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Workflows for tests of the engine, from YAML, with the facts that the shell fills in. */
final class Workflows {
    private Workflows() {}

    /** The workflow of this YAML, named {@code wf} unless it has a name. */
    static Workflow parse(String yaml) {
        Object document =
                new Load(LoadSettings.builder().setCodePointLimit(64 << 20).build()).loadFromString(yaml);
        Workflow w = ModelMapper.strict().convertValue(document, Workflow.class);
        var meta = w.metadata();
        if (meta.getName() == null) {
            meta.setName("wf");
        }
        meta.setUid("uid-1");
        meta.setNamespace("argo");
        meta.setCreationTimestamp("2026-11-23T20:00:00Z");
        return w;
    }

    /** A whole workflow around these templates (YAML, indented by two) with entrypoint main. */
    static Workflow of(String templates) {
        return parse("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec:
                  entrypoint: main
                  templates:
                """ + templates.indent(2));
    }

    static Bundle noResources() {
        return new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
