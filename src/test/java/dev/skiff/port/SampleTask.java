package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.ContainerNode;
import dev.skiff.model.ContainerSetRetryStrategy;
import dev.skiff.model.ContainerSetTemplate;
import dev.skiff.model.Inputs;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.ScriptTemplate;
import dev.skiff.model.Template;
import dev.skiff.model.UserContainer;
import dev.skiff.model.ValueFrom;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds small tasks for tests: a container that runs {@code sh -c}, unless told otherwise. */
public final class SampleTask {
    private final String run;
    private final String nodeId;
    private final String image;
    private List<String> command = List.of("sh", "-c");
    private List<String> args = List.of("true");
    private @Nullable String source;
    private @Nullable String workingDir;
    private @Nullable Duration deadline;
    private boolean captureResult;
    private final List<EnvVar> env = new ArrayList<>();
    private final List<Parameter> outputs = new ArrayList<>();
    private final List<Volume> volumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();
    private final List<UserContainer> inits = new ArrayList<>();
    private final List<UserContainer> sidecars = new ArrayList<>();
    private UnaryOperator<ContainerBuilder> alsoContainer = b -> b;
    private List<String> podSpecPatches = List.of();
    private final List<Artifact> inputArtifacts = new ArrayList<>();
    private final List<Artifact> outputArtifacts = new ArrayList<>();
    private boolean archiveLogs;
    private final List<ContainerNode> members = new ArrayList<>();
    private @Nullable ContainerSetRetryStrategy retry;
    private boolean daemon;

    public SampleTask(String run, String nodeId, String image) {
        this.run = run;
        this.nodeId = nodeId;
        this.image = image;
    }

    public SampleTask sh(String text) {
        return command("sh", "-c").args(text);
    }

    public SampleTask command(String... words) {
        command = List.of(words);
        return this;
    }

    public SampleTask args(String... words) {
        args = List.of(words);
        return this;
    }

    /** A script template for {@code sh}. */
    public SampleTask script(String text) {
        source = text;
        return command("sh").args();
    }

    public SampleTask workingDir(String path) {
        workingDir = path;
        return this;
    }

    public SampleTask deadline(Duration d) {
        deadline = d;
        return this;
    }

    public SampleTask captureResult() {
        captureResult = true;
        return this;
    }

    public SampleTask env(String name, String value) {
        env.add(new EnvVar(name, value, null));
        return this;
    }

    public SampleTask output(String name, String path) {
        outputs.add(Parameter.builder()
                .name(name)
                .valueFrom(ValueFrom.builder().path(path).build())
                .build());
        return this;
    }

    public SampleTask input(Artifact artifact) {
        inputArtifacts.add(artifact);
        return this;
    }

    /** An output artifact without a place of its own. */
    public SampleTask outputArtifact(String name, String path) {
        outputArtifacts.add(Artifact.builder().name(name).path(path).build());
        return this;
    }

    public SampleTask archiveLogs() {
        archiveLogs = true;
        return this;
    }

    public SampleTask volume(Volume volume) {
        volumes.add(volume);
        return this;
    }

    public SampleTask mount(String volume, String path) {
        mounts.add(new VolumeMountBuilder().withName(volume).withMountPath(path).build());
        return this;
    }

    public SampleTask init(UserContainer container) {
        inits.add(container);
        return this;
    }

    public SampleTask sidecar(UserContainer container) {
        sidecars.add(container);
        return this;
    }

    /** The workflow's podSpecPatch, then the template's. */
    public SampleTask podSpecPatches(String... patches) {
        podSpecPatches = List.of(patches);
        return this;
    }

    /** Makes it a containerSet; the container given by the other calls counts no more. */
    public SampleTask member(String name, String text, String... dependencies) {
        members.add(ContainerNode.builder()
                .name(name)
                .image(image)
                .command(List.of("sh", "-c"))
                .args(List.of(text))
                .dependencies(List.of(dependencies))
                .build());
        return this;
    }

    public SampleTask daemon() {
        daemon = true;
        return this;
    }

    /** Of the members. */
    public SampleTask retry(int retries, String duration) {
        retry = new ContainerSetRetryStrategy(duration, new IntOrString(retries));
        return this;
    }

    /** Anything else about the main container. */
    public SampleTask container(UnaryOperator<ContainerBuilder> change) {
        alsoContainer = change;
        return this;
    }

    /** An init container or sidecar that runs {@code sh -c} with the volume mounted at the path. */
    public static UserContainer beside(String name, String image, String text, String volume, String path) {
        return UserContainer.builder()
                .name(name)
                .image(image)
                .command(List.of("sh", "-c"))
                .args(List.of(text))
                .volumeMounts(List.of(new VolumeMountBuilder()
                        .withName(volume)
                        .withMountPath(path)
                        .build()))
                .build();
    }

    public Task build() {
        var template = Template.builder()
                .name("sample")
                .daemon(daemon ? true : null)
                .initContainers(inits)
                .sidecars(sidecars)
                .inputs(new Inputs(inputArtifacts, List.of()))
                .outputs(Outputs.builder()
                        .parameters(outputs)
                        .artifacts(outputArtifacts)
                        .build());
        if (!members.isEmpty()) {
            template.containerSet(new ContainerSetTemplate(members, retry, mounts));
        } else if (source == null) {
            template.container(alsoContainer
                    .apply(new ContainerBuilder()
                            .withImage(image)
                            .withCommand(command)
                            .withArgs(args)
                            .withEnv(env)
                            .withVolumeMounts(mounts)
                            .withWorkingDir(workingDir))
                    .build());
        } else {
            template.script(ScriptTemplate.builder()
                    .image(image)
                    .command(command)
                    .args(args)
                    .env(env)
                    .volumeMounts(mounts)
                    .workingDir(workingDir)
                    .source(source)
                    .build());
        }
        Template built = template.build();
        var id = new Task.Id(run, nodeId, run + "." + nodeId, run + "-" + nodeId);
        return new Task(
                id,
                Task.Kind.POD,
                () -> built,
                () -> List.copyOf(volumes),
                captureResult,
                deadline,
                new Task.Extras(archiveLogs, podSpecPatches));
    }
}
