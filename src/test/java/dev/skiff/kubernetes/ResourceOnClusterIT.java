package dev.skiff.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.NeedsACluster;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ListedArtifacts;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every action on the API server of the cluster of the tests; makes and removes a few ConfigMaps and a Deployment of 0 pods. */
@NeedsACluster
class ResourceOnClusterIT {
    private final String name = "skiff-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> lines = new ArrayList<>();
    private final ResourceWork work =
            new ResourceWork(new ClusterAccess(ClusterOfTests.kubeconfig(), null), new ListedArtifacts(List.of()));

    @AfterEach
    void remove() throws Exception {
        perform("resource: {action: delete, flags: [configmap, -l, skiff-it=" + name + "]}");
        perform("resource: {action: delete, flags: [deploy, " + name + "]}");
        work.close();
    }

    private Outcome perform(String template) throws Exception {
        Template t = ModelMapper.strict()
                .treeToValue(Serialization.yamlMapper().readTree("name: t\n" + template), Template.class);
        var task = new Task(
                new Task.Id("run", "run-1", "run.a", "run-1"),
                Task.Kind.RESOURCE,
                () -> t,
                List::of,
                false,
                null,
                Task.Extras.NONE);
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName("run").withUid(name).build())
                .spec(WorkflowSpec.builder().build())
                .build();
        var nothing = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        return work.perform(task, new RunContext(workflow, nothing), lines::add);
    }

    private void done(String template) throws Exception {
        assertThat(perform(template).message()).as(template).isEmpty();
    }

    private String value(String path) throws Exception {
        var outcome = perform("""
                resource: {action: get, flags: [cm, %s]}
                outputs: {parameters: [{name: v, valueFrom: {jsonPath: '%s'}}]}
                """.formatted(name, path));
        assertThat(outcome.message()).isEmpty();
        return ((OutputFile.Found) outcome.results().files().get("v")).text();
    }

    private String map(String action, String data, String... more) {
        return "resource:\n  action: " + action + "\n  " + String.join("\n  ", more) + "\n  manifest: |\n"
                + "    {apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", labels: {skiff-it: " + name
                + "}}, data: " + data + "}\n";
    }

    @Test
    void everyActionDoesWhatKubectlDoes() throws Exception {
        done(map("create", "{a: '1'}"));
        done(map("create", "{a: '1'}"));
        done(map("apply", "{b: '2'}"));
        assertThat(value("{.data.a}{.data.b}")).isEqualTo("12");
        done(map("patch", "{c: '3'}"));
        done(map("patch", "{d: '4'}", "mergeStrategy: merge"));
        done("resource: {action: patch, mergeStrategy: json, flags: [configmaps, " + name
                + "], manifest: '[{op: remove, path: /data/a}]'}");
        assertThat(value("{.data}")).isEqualTo("{\"b\":\"2\",\"c\":\"3\",\"d\":\"4\"}");
        done(map("replace", "{z: '9'}"));
        assertThat(value("{.data}")).isEqualTo("{\"z\":\"9\"}");
        done("resource: {action: delete, flags: [configmap/" + name + "]}");
        assertThat(perform("resource: {action: get, flags: [cm, " + name + "]}").message())
                .endsWith("Error from server (NotFound): configmaps \"" + name + "\" not found");
    }

    @Test
    void aConditionIsWatchedFor() throws Exception {
        var outcome = perform("""
                resource:
                  action: create
                  successCondition: status.observedGeneration == 1
                  failureCondition: status.replicas > 0
                  manifest: |
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %1$s}
                    spec:
                      replicas: 0
                      selector: {matchLabels: {app: %1$s}}
                      template:
                        metadata: {labels: {app: %1$s}}
                        spec: {containers: [{name: main, image: none}]}
                outputs:
                  parameters:
                  - name: kind
                    valueFrom: {jqFilter: '.kind + "/" + .spec.template.spec.containers[0].image'}
                """.formatted(name));

        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.results().files()).isEqualTo(Map.of("kind", new OutputFile.Found("Deployment/none")));
    }

    @Test
    void whatTheServerRefusesIsSaidInItsWords() throws Exception {
        assertThat(perform(
                                "resource: {action: create, manifest: '{apiVersion: v1, kind: ConfigMap, metadata: {name: A_B}}'}")
                        .message())
                .contains("Error from server (Invalid): ", "A_B");
    }
}
