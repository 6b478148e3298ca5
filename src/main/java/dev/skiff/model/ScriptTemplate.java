package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerResizePolicy;
import io.fabric8.kubernetes.api.model.ContainerRestartRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs a source text. {@link #container()} gives the Kubernetes part. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScriptTemplate(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> args,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> command,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EnvVar> env,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EnvFromSource> envFrom,
        String image,
        @Nullable String imagePullPolicy,
        @Nullable Lifecycle lifecycle,
        @Nullable Probe livenessProbe,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerPort> ports,
        @Nullable Probe readinessProbe,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerResizePolicy> resizePolicy,
        @Nullable ResourceRequirements resources,
        @Nullable String restartPolicy,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerRestartRule> restartPolicyRules,
        @Nullable SecurityContext securityContext,
        String source,
        @Nullable Probe startupProbe,
        @Nullable Boolean stdin,
        @Nullable Boolean stdinOnce,
        @Nullable String terminationMessagePath,
        @Nullable String terminationMessagePolicy,
        @Nullable Boolean tty,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VolumeDevice> volumeDevices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VolumeMount> volumeMounts,
        @Nullable String workingDir) {

    public ScriptTemplate {
        args = Copies.list(args);
        command = Copies.list(command);
        env = Copies.list(env);
        envFrom = Copies.list(envFrom);
        Copies.required(image, "ScriptTemplate", "image");
        ports = Copies.list(ports);
        resizePolicy = Copies.list(resizePolicy);
        restartPolicyRules = Copies.list(restartPolicyRules);
        Copies.required(source, "ScriptTemplate", "source");
        volumeDevices = Copies.list(volumeDevices);
        volumeMounts = Copies.list(volumeMounts);
    }

    /** An empty builder. */
    public static ScriptTemplateBuilder builder() {
        return new ScriptTemplateBuilder();
    }

    /** A builder that starts from this value. */
    public ScriptTemplateBuilder toBuilder() {
        return new ScriptTemplateBuilder(this);
    }

    /** The Kubernetes container, without what Argo adds. */
    public Container container() {
        return new ContainerBuilder()
                .withArgs(args)
                .withCommand(command)
                .withEnv(env)
                .withEnvFrom(envFrom)
                .withImage(image)
                .withImagePullPolicy(imagePullPolicy)
                .withLifecycle(lifecycle)
                .withLivenessProbe(livenessProbe)
                .withName(name)
                .withPorts(ports)
                .withReadinessProbe(readinessProbe)
                .withResizePolicy(resizePolicy)
                .withResources(resources)
                .withRestartPolicy(restartPolicy)
                .withRestartPolicyRules(restartPolicyRules)
                .withSecurityContext(securityContext)
                .withStartupProbe(startupProbe)
                .withStdin(stdin)
                .withStdinOnce(stdinOnce)
                .withTerminationMessagePath(terminationMessagePath)
                .withTerminationMessagePolicy(terminationMessagePolicy)
                .withTty(tty)
                .withVolumeDevices(volumeDevices)
                .withVolumeMounts(volumeMounts)
                .withWorkingDir(workingDir)
                .build();
    }
}
