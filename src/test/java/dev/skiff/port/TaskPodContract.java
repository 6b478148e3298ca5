package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a task is given around its main container: volumes, environment, init containers, sidecars. */
public abstract class TaskPodContract extends TaskLifecycleContract {

    protected static final Volume SCRATCH = new VolumeBuilder()
            .withName("scratch")
            .withNewEmptyDir()
            .endEmptyDir()
            .build();

    private static final ConfigMap SETTINGS = new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .endMetadata()
            .addToData("color", "blue")
            .addToData("size.txt", "large\n")
            .build();

    private static final Secret LOGIN = new SecretBuilder()
            .withNewMetadata()
            .withName("login")
            .endMetadata()
            .addToData("password", Base64.getEncoder().encodeToString("s3cret".getBytes(StandardCharsets.UTF_8)))
            .addToStringData("user", "ann")
            .build();

    @Override
    protected RunContext context() {
        return contextWith(List.of(SETTINGS), List.of(LOGIN));
    }

    @Test
    void theEnvironmentIsExpandedAsAKubeletDoes() {
        runToEnd(task("a")
                .command("printf", "%s\n")
                .args("$(SECOND)", "$$(SECOND)", "$(NOBODY)", "$")
                .env("FIRST", "1")
                .env("SECOND", "$(FIRST)2 $$(FIRST) $(LATER)")
                .env("LATER", "3")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("12 $(FIRST) $(LATER)\n$(SECOND)\n$(NOBODY)\n$\n");
    }

    @Test
    void aTaskSeesItsEnvironment() {
        runToEnd(task("a")
                .sh("printf '%s' \"$GREETING\"")
                .env("GREETING", "it's \"quoted\" $x")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("it's \"quoted\" $x");
    }

    @Test
    void theEnvironmentComesFromConfigMapsSecretsAndThePodToo() {
        runToEnd(task("a")
                .sh("echo $COLOR $PASSWORD $ABSENT $C_color $user $POD")
                .container(c -> c.withEnv(
                                new EnvVarBuilder()
                                        .withName("COLOR")
                                        .withNewValueFrom()
                                        .withNewConfigMapKeyRef("color", "settings", false)
                                        .endValueFrom()
                                        .build(),
                                new EnvVarBuilder()
                                        .withName("PASSWORD")
                                        .withNewValueFrom()
                                        .withNewSecretKeyRef("password", "login", false)
                                        .endValueFrom()
                                        .build(),
                                new EnvVarBuilder()
                                        .withName("ABSENT")
                                        .withNewValueFrom()
                                        .withNewSecretKeyRef("absent", "login", true)
                                        .endValueFrom()
                                        .build(),
                                new EnvVarBuilder()
                                        .withName("POD")
                                        .withNewValueFrom()
                                        .withNewFieldRef("v1", "metadata.name")
                                        .endValueFrom()
                                        .build())
                        .withEnvFrom(
                                new EnvFromSourceBuilder()
                                        .withPrefix("C_")
                                        .withNewConfigMapRef("settings", false)
                                        .build(),
                                new EnvFromSourceBuilder()
                                        .withNewSecretRef("login", false)
                                        .build()))
                .build());

        assertThat(heard.stdout("a")).isEqualTo("blue s3cret blue ann " + run + "-a\n");
    }

    @Test
    protected void aConfigMapThatIsNotThereIsAnErrorThatNamesIt() {
        var end = runToEnd(task("a")
                .container(c -> c.withEnv(new EnvVarBuilder()
                        .withName("X")
                        .withNewValueFrom()
                        .withNewConfigMapKeyRef("color", "no-such-map", false)
                        .endValueFrom()
                        .build()))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("no-such-map");
    }

    @Test
    void configMapsAndSecretsAreMountedAsFiles() {
        runToEnd(task("a")
                .sh("cat /mnt/settings/size.txt; cat /mnt/login/password; ls /mnt/login")
                .volume(new VolumeBuilder()
                        .withName("settings")
                        .withNewConfigMap()
                        .withName("settings")
                        .endConfigMap()
                        .build())
                .volume(new VolumeBuilder()
                        .withName("login")
                        .withNewSecret()
                        .withSecretName("login")
                        .endSecret()
                        .build())
                .mount("settings", "/mnt/settings")
                .mount("login", "/mnt/login")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("large\ns3cretpassword\nuser\n");
    }

    @Test
    void oneKeyOfAConfigMapCanBeMountedAsAFile() {
        runToEnd(task("a")
                .sh("cat /mnt/only/here.txt")
                .volume(new VolumeBuilder()
                        .withName("settings")
                        .withNewConfigMap()
                        .withName("settings")
                        .addNewItem("color", null, "paint/color.txt")
                        .endConfigMap()
                        .build())
                .container(c -> c.addNewVolumeMount()
                        .withName("settings")
                        .withMountPath("/mnt/only/here.txt")
                        .withSubPath("paint/color.txt")
                        .endVolumeMount())
                .build());

        assertThat(heard.stdout("a")).isEqualTo("blue");
    }

    // VOL-04
    @Test
    void aPodSpecPatchChangesTheContainersTheVolumesAndWhatRunsBesideThem() {
        var end = runToEnd(task("a")
                .sh("echo $COLOR; cat /mnt/new/up")
                .env("COLOR", "green")
                .podSpecPatches(
                        "{\"containers\":[{\"name\":\"main\",\"env\":[{\"name\":\"COLOR\",\"value\":\"red\"}]}]}",
                        """
                        volumes: [{name: new, emptyDir: {}}]
                        initContainers:
                        - name: first
                          image: %s
                          command: [sh, -c, echo up > /mnt/new/up]
                          volumeMounts: [{name: new, mountPath: /mnt/new}]
                        containers:
                        - name: main
                          env: [{name: COLOR, value: blue}]
                          volumeMounts: [{name: new, mountPath: /mnt/new}]
                        """.formatted(image()))
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("blue\nup\n");
    }

    @Test
    void aPodSpecPatchThatCannotBeAppliedIsAnErrorWithASentence() {
        var end = runToEnd(task("a").podSpecPatches("containers: main").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .isEqualTo("podSpecPatch: containers is a list in the pod and a single value in the patch");
    }

    @Test
    void initContainersRunBeforeMainAndShareItsVolumes() {
        runToEnd(task("a")
                .sh("cat /mnt/scratch/words")
                .volume(SCRATCH)
                .mount("scratch", "/mnt/scratch")
                .init(SampleTask.beside("one", image(), "echo one > /work/words", "scratch", "/work"))
                .init(SampleTask.beside("two", image(), "echo two >> /work/words; echo seen", "scratch", "/work"))
                .build());

        assertThat(heard.stdout("a")).isEqualTo("one\ntwo\n");
        assertThat(heard.text("a", "two", false)).isEqualTo("seen\n");
    }

    @Test
    void mainDoesNotStartAfterAnInitContainerThatFails() {
        var end = runToEnd(task("a")
                .sh("echo main")
                .volume(SCRATCH)
                .init(SampleTask.beside("prepare", image(), "exit 7", "scratch", "/work"))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo("prepare: Error (exit code 7)");
        assertThat(heard.stdout("a")).isEmpty();
    }

    // PHASE-09
    @Test
    void aSidecarRunsBesideMainAndEndsWithIt() {
        var end = runToEnd(task("a")
                .sh("while [ ! -e /mnt/scratch/up ]; do sleep 0.1; done; cat /mnt/scratch/up")
                .volume(SCRATCH)
                .mount("scratch", "/mnt/scratch")
                .sidecar(SampleTask.beside(
                        "helper",
                        image(),
                        "echo up > /work/half; mv /work/half /work/up; sleep 600",
                        "scratch",
                        "/work"))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("up\n");
    }

    // VOL-01
    @Test
    void aVolumeClaimTemplateIsSharedByTheTasksOfTheRun() {
        runToEnd(task("writer")
                .sh("echo 42 > /work/answer")
                .mount("shared", "/work")
                .build());
        runToEnd(task("reader")
                .sh("cat /srv/data/answer")
                .mount("shared", "/srv/data")
                .build());

        assertThat(heard.stdout("reader")).isEqualTo("42\n");
    }

    // VOL-02
    @Test
    void aVolumeClaimOutlivesTheRunUnlessItsDeletionIsAsked() {
        runToEnd(task("writer")
                .sh("echo 42 > /work/answer")
                .mount("shared", "/work")
                .build());

        executor().cleanUp(run, false);

        assertThat(leftovers(run)).isNotEmpty();
        reopen(Limits.USUAL);
        runToEnd(task("reader").sh("cat /work/answer").mount("shared", "/work").build());
        assertThat(heard.stdout("reader")).isEqualTo("42\n");
    }

    @Test
    void anOutputFileMayLieInAVolume() {
        var end = runToEnd(task("a")
                .sh("mkdir -p /mnt/scratch/deep && echo 1 > /mnt/scratch/deep/value")
                .volume(SCRATCH)
                .mount("scratch", "/mnt/scratch")
                .output("value", "/mnt/scratch/deep/value")
                .build());

        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("1\n"));
    }

    @Test
    void aMountOfAVolumeThatNobodyDeclaredIsAnErrorThatNamesIt() {
        var end = runToEnd(task("a").mount("no-such-volume", "/work").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("no-such-volume");
    }
}
