package dev.skiff.pod;

import dev.skiff.engine.Task;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.Container;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A pod with two objects to refer to, from YAML; remembers the problems. */
final class PodSample {

    private static final String START = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: blue, size: "3"}
            binaryData: {raw: aGkK}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            data: {user: YW5u, password: b2xk}
            stringData: {password: new}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: broken}
            data: {bad: "a", good: YQ==}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: wf, namespace: team, uid: u-1}
            spec:
              entrypoint: main
              serviceAccountName: robot
              podMetadata: {labels: {tier: shared, app: all}}
              templates:
              - name: main
                metadata: {labels: {app: own}, annotations: {note: 'say "hi"'}}
            """;

    final List<String> problems = new ArrayList<>();
    final Workflow workflow;
    final Task task;
    final PodSources sources;

    /** @param rest of the template, in YAML, as if it were at the left edge */
    PodSample(String rest, Optional<String> address) {
        byte[] text = (START + rest.indent(4)).getBytes(StandardCharsets.UTF_8);
        Bundle bundle = Manifests.load(List.of(new Source("in.yaml", text))).bundle();
        workflow = bundle.workflows().getFirst();
        var template = workflow.spec().templates().getFirst();
        task = new Task(
                new Task.Id("wf", "wf-1", "wf.main", "wf-main-1"), () -> template, template::volumes, false, null);
        sources = new PodSources(
                new ObjectContents(bundle, problems::add),
                new PodFields(task, workflow, "box", address),
                "the Moon",
                problems::add);
    }

    Container container() {
        return Objects.requireNonNull(task.template().container());
    }
}
