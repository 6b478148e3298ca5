package dev.skiff.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.wire.WireFactory;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.ListedArtifacts;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork.Outcome;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-01, RES-02, RES-03, OUT-16, against fabric8's server that keeps objects. */
class ResourceWorkTest {
    private static final ClusterAccess ACCESS = new ClusterAccess("/kubeconfig", null);
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              color: %s
            """;

    @TempDir
    Path directory;

    private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()),
            new MockWebServer(),
            responses,
            new KubernetesMixedDispatcher(responses),
            false);
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(new WireFactory());
        var maps = new APIResourceBuilder()
                .withName("configmaps")
                .withSingularName("configmap")
                .withShortNames("cm")
                .withKind("ConfigMap")
                .withNamespaced(true)
                .build();
        server.expect()
                .get()
                .withPath("/api/v1")
                .andReturn(200, new APIResourceListBuilder().withResources(maps).build())
                .always();
        server.expect()
                .get()
                .withPath("/apis")
                .andReturn(200, new APIGroupListBuilder().build())
                .always();
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    private ConfigMap map(String name) {
        return client.configMaps().inNamespace("test").withName(name).get();
    }

    private Task task(String template) throws Exception {
        var json = Serialization.yamlMapper().readTree("name: t\n" + template);
        Template t = ModelMapper.strict().treeToValue(json, Template.class);
        return new Task(
                new Task.Id("run", "run-1", "run.a", "run-1"),
                Task.Kind.RESOURCE,
                () -> t,
                List::of,
                false,
                null,
                Task.Extras.NONE);
    }

    private static RunContext context(Template... templates) {
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName("run").withUid("u-1").build())
                .spec(WorkflowSpec.builder().templates(List.of(templates)).build())
                .build();
        return new RunContext(
                workflow,
                new Bundle(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()));
    }

    private Outcome perform(String template) throws Exception {
        var work = new ResourceWork(ACCESS, new ListedArtifacts(List.of()), access -> new Cluster(client));
        return work.perform(task(template), context(), line -> {});
    }

    private static String resource(String action, String manifest, String... more) {
        String lines = more.length == 0 ? "" : "  " + String.join("\n  ", more) + "\n";
        return "resource:\n  action: " + action + "\n" + lines + "  manifest: |\n" + manifest.indent(4);
    }

    private static final String OUTPUTS = """
            outputs:
              parameters:
              - name: path
                valueFrom: {jsonPath: '{.data.color}'}
              - name: jq
                valueFrom: {jqFilter: '.data | keys[]', default: none}
            """;

    @Test
    void createMakesTheObjectAndReadsItsOutputs() throws Exception {
        var outcome = perform(resource("create", MAP.formatted("red")) + OUTPUTS);

        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.exitCode()).isZero();
        assertThat(map("settings").getData()).containsEntry("color", "red");
        assertThat(outcome.results().files())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("path", new OutputFile.Found("red"), "jq", new OutputFile.Found("color")));
    }

    @Test
    void whatIsThereAlreadyCannotBeCreated() throws Exception {
        client.configMaps()
                .inNamespace("test")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .endMetadata()
                        .build())
                .create();

        var outcome = perform(resource("create", MAP.formatted("red")));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.message()).startsWith("main: Error (exit code 64): Error from server");
    }

    @Test
    void aTaskThatIsDoneAgainAfterACrashMakesNoSecondObject() throws Exception {
        String generated = resource("create", MAP.formatted("red").replace("name: ", "generateName: "));
        assertThat(perform(generated).message()).isEmpty();
        assertThat(perform(generated).message()).isEmpty();
        assertThat(perform(resource("create", MAP.formatted("red"))).message()).isEmpty();
        assertThat(perform(resource("create", MAP.formatted("red"))).message()).isEmpty();

        assertThat(client.configMaps().inNamespace("test").list().getItems())
                .extracting(m -> m.getMetadata().getName())
                .hasSize(2)
                .anyMatch(name -> name.matches("settings[b-z2-9]{5}"));
    }

    @ParameterizedTest
    @CsvSource({"merge, 'data: {size: big}'", "json, '[{op: add, path: /data/size, value: big}]'"})
    void patchChangesWhatItNames(String strategy, String patch) throws Exception {
        perform(resource("create", MAP.formatted("red")));

        var outcome = perform(resource("patch", patch, "mergeStrategy: " + strategy, "flags: [cm, settings]"));
        assertThat(outcome.message()).isEmpty();
        assertThat(map("settings").getData()).containsEntry("color", "red").containsEntry("size", "big");
    }

    @Test
    void replaceNeedsTheObjectAndLeavesNothingOfTheOldOne() throws Exception {
        assertThat(perform(resource("replace", MAP.formatted("red"))).message())
                .contains("Error from server (NotFound): configmaps \"settings\" not found");
        perform(resource("create", MAP.formatted("red")));

        assertThat(perform(resource("replace", MAP.formatted("blue").replace("color", "shade")))
                        .message())
                .isEmpty();
        assertThat(map("settings").getData()).containsExactly(Map.entry("shade", "blue"));
    }

    @Test
    void getReadsAndWhatIsNotThereFailsUnlessThatIsAllowed() throws Exception {
        perform(resource("create", MAP.formatted("red")));
        assertThat(perform(resource("get", MAP.formatted("x")) + OUTPUTS)
                        .results()
                        .files())
                .containsEntry("path", new OutputFile.Found("red"));

        assertThat(perform("resource: {action: get, flags: [configmap, nope]}").message())
                .isEqualTo("main: Error (exit code 64): Error from server (NotFound): configmaps \"nope\" not found");
        assertThat(perform("resource: {action: get, flags: [configmap, nope, --ignore-not-found]}\n" + OUTPUTS)
                        .results()
                        .files())
                .containsEntry("path", new OutputFile.Found(""))
                .containsEntry("jq", new OutputFile.Found("none"));
    }

    @Test
    void deleteTakesASelectorAndMindsNothingThatIsGone() throws Exception {
        String labelled = MAP.formatted("red").replace("  name: settings", "  name: settings\n  labels: {old: 'yes'}");
        perform(resource("create", labelled));
        perform(resource("create", MAP.formatted("red").replace("settings", "kept")));

        assertThat(perform("resource: {action: delete, flags: [configmap, --selector, old=yes]}")
                        .message())
                .isEmpty();
        assertThat(map("settings")).isNull();
        assertThat(map("kept")).isNotNull();
        assertThat(perform(resource("delete", MAP.formatted("red"))).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void aConditionIsWaitedFor() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return perform(resource("create", MAP.formatted("red"), "successCondition: data.color == green"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        change("yellow");
        assertThat(waiting).isNotDone();
        change("green");

        assertThat(waiting.get(60, TimeUnit.SECONDS).message()).isEmpty();
    }

    @Test
    void aFailureConditionFailsTheStep() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return perform(resource(
                        "create",
                        MAP.formatted("red"),
                        "successCondition: data.color == green",
                        "failureCondition: data.color in (black, brown)"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        change("black");

        assertThat(waiting.get(60, TimeUnit.SECONDS).message())
                .isEqualTo(
                        "main: Error (exit code 64): failure condition 'data.color in (black,brown)' evaluated true");
    }

    @Test
    void anObjectThatIsDeletedWhileItIsWaitedForFailsTheStep() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return perform(resource("create", MAP.formatted("red"), "successCondition: data.color == green"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        change("yellow");
        client.configMaps().inNamespace("test").withName("settings").delete();

        assertThat(waiting.get(60, TimeUnit.SECONDS).message())
                .contains("The resource has been deleted while its status was still being checked.");
    }

    private void change(String color) throws InterruptedException {
        client.configMaps()
                .inNamespace("test")
                .withName("settings")
                .waitUntilCondition(m -> m != null, 60, TimeUnit.SECONDS);
        Thread.sleep(300);
        client.configMaps()
                .inNamespace("test")
                .withName("settings")
                .edit(m -> new ConfigMapBuilder(m).addToData("color", color).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource: {action: get} | Must provide at least one of flags or manifest.",
                "resource: {action: get, flags: [cm, a, --kubeconfig=/x]} | flag --kubeconfig is not supported by skiff",
                "resource: {action: get, flags: [spaceship, a]} | the server doesn't have a resource type \"spaceship\"",
                "resource: {action: fly, flags: [cm, a]} | unknown action 'fly'",
                "resource: {action: get, manifest: 'a: [b'} | the manifest is no YAML",
                "resource: {action: get, manifest: \"{a: b}\\n---\\n{a: b}\"} | the manifest must be one document, not 2",
                "resource: {action: get, manifest: 'a: b'} | the manifest must have apiVersion and kind",
                "resource: {action: create, manifest: '[1]'} | create needs a manifest that is one object",
                "resource: {action: get, flags: [cm, a], successCondition: '=='} | success condition '==' failed to parse",
                "resource: {action: create, setOwnerReference: true, manifest: 'a: b'} | setOwnerReference is not supported",
                "resource: {action: create, manifest: '{apiVersion: v1, kind: Nope}'} | no matches for kind \"Nope\"",
            })
    void whatCannotBeDoneIsSaid(String template, String why) throws Exception {
        var outcome = perform(template);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.message()).startsWith("main: Error (exit code 64): " + why);
    }

    @Test
    void aManifestMayComeFromAnArtifact() throws Exception {
        var outcome = perform("""
                inputs:
                  artifacts:
                  - name: object
                    path: /tmp/object.yaml
                    raw: {data: "{apiVersion: v1, kind: ConfigMap, metadata: {name: made}}"}
                resource:
                  action: create
                  manifestFrom: {artifact: {name: object}}
                """);

        assertThat(outcome.message()).isEmpty();
        assertThat(map("made")).isNotNull();
    }

    @Test
    void withoutAClusterARunWithResourceStepsIsRefused() throws Exception {
        var none = new ResourceWork(null, new ListedArtifacts(List.of()));
        var step = task("resource: {action: get, flags: [cm, a]}");

        none.prepare(context());
        assertThatThrownBy(() -> none.prepare(context(step.template())))
                .isInstanceOf(ExecutorException.class)
                .hasMessageContainingAll("template 't'", "--kubeconfig FILE");
        assertThat(none.perform(step, context(), line -> {}).message()).contains("--kubeconfig FILE");
    }

    @Test
    void aContextThatTheKubeconfigDoesNotHaveIsNamed() throws Exception {
        Path kubeconfig = directory.resolve("config");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: a
                contexts: [{name: a, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: u, user: {token: t}}]
                """);
        var step = task("resource: {action: get, flags: [cm, a]}");
        try (var work =
                new ResourceWork(new ClusterAccess(kubeconfig.toString(), "b"), new ListedArtifacts(List.of()))) {
            assertThatThrownBy(() -> work.prepare(context(step.template())))
                    .isInstanceOf(ExecutorException.class)
                    .hasMessageContainingAll("--context b", "[a]");
        }
    }
}
