package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.Bundle;
import dev.skiff.model.Outputs;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.pod.ProvidedFile;
import dev.skiff.port.RunContext;
import dev.skiff.port.SampleTask;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TaskPlannerTest {
    private static final Path TASK = Path.of("/skiff/runs/wf/tasks/a");
    private static final Path MAIN = TASK.resolve("containers/main");
    private static final Set<Path> DIRECTORIES =
            Set.of(Path.of("/"), Path.of("/tmp"), Path.of("/usr"), Path.of("/mnt"));

    private final SampleTask sample = new SampleTask("wf", "a", "image");
    private HostOptions options =
            HostOptions.in(Path.of("/skiff")).withEnvironment(Map.of("PATH", "/bin", "TOKEN", "secret", "LANG", "C"));
    private List<Secret> secrets = List.of();

    private TaskPlan plan(Task task) {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("shared")
                .endMetadata()
                .build();
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName("wf").build())
                .spec(WorkflowSpec.builder()
                        .volumeClaimTemplates(List.of(claim))
                        .build())
                .build();
        var resources = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), secrets, List.of(), List.of());
        var layout = new Layout(Path.of("/skiff"));
        return TaskPlanner.plan(
                task,
                new RunContext(workflow, resources),
                layout,
                layout.task(new TaskRef("wf", "a")),
                options,
                new TaskPlanner.Machine(1000, DIRECTORIES::contains));
    }

    private TaskPlan plan(SampleTask task) {
        return plan(task.build());
    }

    private static Task of(Template template) {
        return new Task(new Task.Id("wf", "a", "wf.a", "wf-a"), () -> template, List::of, false, null);
    }

    @Test
    void anOutputPathLiesInTheStepsOwnDirectoryInCommandArgumentsAndEnvironment() {
        var plan = plan(sample.command("sh", "-c")
                .args("cp $X /tmp/out; cat /tmp/other")
                .env("X", "/tmp/out.old:/tmp/out")
                .output("value", "/tmp/out"));

        var place = MAIN + "/root/tmp/out";
        assertThat(plan.main().argv()).containsExactly("sh", "-c", "cp $X " + place + "; cat /tmp/other");
        assertThat(plan.main().environment()).containsEntry("X", "/tmp/out.old:" + place);
        assertThat(plan.outputs())
                .containsExactly(Map.entry("value", new TaskPlan.OutputPlace("/tmp/out", Path.of(place))));
        assertThat(plan.directories()).contains(MAIN.resolve("root/tmp"));
    }

    @Test
    void directoriesAboveAnOutputAreMappedWhenThisMachineDoesNotHaveThem() {
        var plan = plan(sample.sh("mkdir -p /mnt/x/y; ls /mnt/x /mnt").output("value", "/mnt/x/y/z"));

        var root = MAIN + "/root";
        assertThat(plan.main().argv().getLast()).isEqualTo("mkdir -p " + root + "/mnt/x/y; ls " + root + "/mnt/x /mnt");
    }

    @Test
    void aScriptIsTheLastWordOfTheCommandAndItsPathsAreMapped() {
        var plan = plan(sample.script("echo 1 > /tmp/out").args("x").output("value", "/tmp/out"));

        var script = MAIN.resolve("root/argo/staging/script");
        assertThat(plan.main().argv()).containsExactly("sh", script.toString(), "x");
        assertThat(plan.texts()).containsExactly(Map.entry(script, "echo 1 > " + MAIN + "/root/tmp/out"));
    }

    @Test
    void oneVolumeHasOnePlaceWhereverItIsMounted() {
        var scratch = new VolumeBuilder()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
        var plan = plan(sample.volume(scratch)
                .mount("scratch", "/data/")
                .init(SampleTask.beside("first", "image", "touch /work/x", "scratch", "/work"))
                .sh("cat /data/x"));

        var place = TASK.resolve("volumes/scratch");
        assertThat(plan.volumes()).containsExactly(new VolumePlan.Directory(place));
        assertThat(plan.inits().getFirst().argv().getLast()).isEqualTo("touch " + place + "/x");
        assertThat(plan.main().argv().getLast()).isEqualTo("cat " + place + "/x");
    }

    @Test
    void aClaimBelongsToTheRunByItsTemplateOrByItsFullName() {
        var byName = new VolumeBuilder()
                .withName("again")
                .withNewPersistentVolumeClaim("wf-shared", false)
                .build();
        var foreign = new VolumeBuilder()
                .withName("other")
                .withNewPersistentVolumeClaim("team-data", false)
                .build();
        var plan = plan(sample.volume(byName)
                .volume(foreign)
                .mount("shared", "/a")
                .mount("again", "/b")
                .mount("other", "/c")
                .sh("ls /a /b /c"));

        assertThat(plan.main().argv().getLast())
                .isEqualTo("ls /skiff/volumes/wf/shared /skiff/volumes/wf/shared /skiff/claims/team-data");
    }

    @Test
    void theFilesOfASecretAreForTheUserAloneUnlessAModeIsGiven() {
        secrets = List.of(new SecretBuilder()
                .withNewMetadata()
                .withName("login")
                .endMetadata()
                .addToStringData("key", "k")
                .build());
        var volume = new VolumeBuilder()
                .withName("v")
                .withNewSecret()
                .withSecretName("login")
                .addNewItem("key", null, "plain")
                .addNewItem("key", 0440, "given")
                .endSecret()
                .build();

        var files = (VolumePlan.Files)
                plan(sample.volume(volume).mount("v", "/v")).volumes().getFirst();

        assertThat(files.files()).containsOnlyKeys("plain", "given");
        assertThat(files.files().values()).extracting(ProvidedFile::mode).containsExactly(0600, 0440);
    }

    @Test
    void onlyAFewHarmlessVariablesOfTheCallerAreInherited() {
        var environment = plan(sample.env("OWN", "1")).main().environment();

        assertThat(environment)
                .containsOnlyKeys("PATH", "LANG", "TMPDIR", "SKIFF_ROOT", "OWN")
                .containsEntry("TMPDIR", MAIN + "/tmp");
    }

    @Test
    void aWorkingDirectoryIsTheMachinesOrElseTheStepsOwn() {
        assertThat(plan(sample.workingDir("/usr")).main().workingDirectory()).isEqualTo(Path.of("/usr"));

        var own = plan(sample.workingDir("/app").sh("ls /app")).main();
        assertThat(own.workingDirectory()).isEqualTo(MAIN.resolve("root/app"));
        assertThat(own.argv().getLast()).isEqualTo("ls " + MAIN + "/root/app");

        assertThat(plan(new SampleTask("wf", "a", "image")).main().workingDirectory())
                .isEqualTo(MAIN.resolve("work"));
    }

    @Test
    void aContainerWithoutACommandIsRefused() {
        assertThatThrownBy(() -> plan(sample.command()))
                .isInstanceOf(PlanProblem.class)
                .hasMessage("container 'main' has no command, and the host executor has no image to take an entrypoint"
                        + " from: give a command");
    }

    @Test
    void aHostPathNeedsPermission() {
        var volume =
                new VolumeBuilder().withName("v").withNewHostPath("/usr", null).build();
        var task = sample.volume(volume).mount("v", "/v").sh("ls /v").build();

        assertThatThrownBy(() -> plan(task)).hasMessageContaining("--allow-host-path");

        options = options.withAllowHostPath(true);
        assertThat(plan(task).main().argv().getLast()).isEqualTo("ls /usr");
    }

    @Test
    void anotherUserIsRefused() {
        var other = sample.container(
                c -> c.withNewSecurityContext().withRunAsUser(0L).endSecurityContext());
        assertThatThrownBy(() -> plan(other))
                .hasMessageContaining("asks for user id 0")
                .hasMessageContaining("1000");

        var own = new SampleTask("wf", "a", "image")
                .container(c -> c.withNewSecurityContext().withRunAsUser(1000L).endSecurityContext());
        assertThat(plan(own).main().container()).isEqualTo("main");
    }

    @Test
    void theUserOfTheTemplateCountsUnlessTheContainerSaysOtherwise() {
        var container = new ContainerBuilder().withCommand("true");
        var pod = new PodSecurityContextBuilder().withRunAsUser(5L).build();
        var template = Template.builder().name("t").securityContext(pod);

        assertThatThrownBy(() -> plan(of(template.container(container.build()).build())))
                .hasMessageContaining("asks for user id 5");
        var own = container
                .withNewSecurityContext()
                .withRunAsUser(1000L)
                .endSecurityContext()
                .build();
        assertThat(plan(of(template.container(own).build())).main().argv()).containsExactly("true");
    }

    @Test
    void aVolumeOfAKindThatIsNotThereIsRefusedByName() {
        var volume = new VolumeBuilder()
                .withName("far")
                .withNewNfs("/x", false, "server")
                .build();

        assertThatThrownBy(() -> plan(sample.volume(volume).mount("far", "/v")))
                .hasMessageContaining("volume 'far'")
                .hasMessageContaining("emptyDir");
    }

    @Test
    void aSubPathCannotLeadOutOfItsVolume() {
        assertThatThrownBy(() -> plan(sample.container(c -> c.addNewVolumeMount()
                        .withName("shared")
                        .withMountPath("/v")
                        .withSubPath("../../etc")
                        .endVolumeMount())))
                .hasMessage("the path '../../etc' leads out of volume 'shared'");
    }

    @Test
    void anArtifactWithoutAPathIsRefusedByName() {
        var outputs = Outputs.builder()
                .artifacts(List.of(Artifact.builder().name("report").build()))
                .build();
        var template = Template.builder()
                .name("t")
                .container(new ContainerBuilder().withCommand("true").build())
                .outputs(outputs)
                .build();

        assertThatThrownBy(() -> plan(of(template))).hasMessageContaining("output artifact 'report' has no path");
    }

    @Test
    void aTemplateThatIsNoContainerIsRefused() {
        assertThatThrownBy(() -> plan(of(Template.builder().name("t").build())))
                .hasMessage("the template is none of container, script and containerSet");
    }

    @Test
    void everythingThatIsNotThereIsSaidAtOnce() {
        var task = sample.container(c -> c.addNewEnv()
                .withName("A")
                .withNewValueFrom()
                .withNewSecretKeyRef("key", "no-such-secret", null)
                .endValueFrom()
                .endEnv()
                .addNewEnvFrom()
                .withNewConfigMapRef("no-such-map", null)
                .endEnvFrom());

        assertThatThrownBy(() -> plan(task)).hasMessageContainingAll("no-such-secret", "no-such-map");
    }
}
