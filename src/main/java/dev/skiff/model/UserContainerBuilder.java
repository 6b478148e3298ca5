package dev.skiff.model;

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

/** Builds a {@link UserContainer}; what is not set is absent. */
public final class UserContainerBuilder {

    private List<String> args = List.of();
    private List<String> command = List.of();
    private List<EnvVar> env = List.of();
    private List<EnvFromSource> envFrom = List.of();
    private @Nullable String image;
    private @Nullable String imagePullPolicy;
    private @Nullable Lifecycle lifecycle;
    private @Nullable Probe livenessProbe;
    private @Nullable Boolean mirrorVolumeMounts;
    private @Nullable String name;
    private List<ContainerPort> ports = List.of();
    private @Nullable Probe readinessProbe;
    private List<ContainerResizePolicy> resizePolicy = List.of();
    private @Nullable ResourceRequirements resources;
    private @Nullable String restartPolicy;
    private List<ContainerRestartRule> restartPolicyRules = List.of();
    private @Nullable SecurityContext securityContext;
    private @Nullable Probe startupProbe;
    private @Nullable Boolean stdin;
    private @Nullable Boolean stdinOnce;
    private @Nullable String terminationMessagePath;
    private @Nullable String terminationMessagePolicy;
    private @Nullable Boolean tty;
    private List<VolumeDevice> volumeDevices = List.of();
    private List<VolumeMount> volumeMounts = List.of();
    private @Nullable String workingDir;

    UserContainerBuilder() {}

    UserContainerBuilder(UserContainer from) {
        this.args = from.args();
        this.command = from.command();
        this.env = from.env();
        this.envFrom = from.envFrom();
        this.image = from.image();
        this.imagePullPolicy = from.imagePullPolicy();
        this.lifecycle = from.lifecycle();
        this.livenessProbe = from.livenessProbe();
        this.mirrorVolumeMounts = from.mirrorVolumeMounts();
        this.name = from.name();
        this.ports = from.ports();
        this.readinessProbe = from.readinessProbe();
        this.resizePolicy = from.resizePolicy();
        this.resources = from.resources();
        this.restartPolicy = from.restartPolicy();
        this.restartPolicyRules = from.restartPolicyRules();
        this.securityContext = from.securityContext();
        this.startupProbe = from.startupProbe();
        this.stdin = from.stdin();
        this.stdinOnce = from.stdinOnce();
        this.terminationMessagePath = from.terminationMessagePath();
        this.terminationMessagePolicy = from.terminationMessagePolicy();
        this.tty = from.tty();
        this.volumeDevices = from.volumeDevices();
        this.volumeMounts = from.volumeMounts();
        this.workingDir = from.workingDir();
    }

    public UserContainerBuilder args(List<String> v) {
        this.args = v;
        return this;
    }

    public UserContainerBuilder command(List<String> v) {
        this.command = v;
        return this;
    }

    public UserContainerBuilder env(List<EnvVar> v) {
        this.env = v;
        return this;
    }

    public UserContainerBuilder envFrom(List<EnvFromSource> v) {
        this.envFrom = v;
        return this;
    }

    public UserContainerBuilder image(@Nullable String v) {
        this.image = v;
        return this;
    }

    public UserContainerBuilder imagePullPolicy(@Nullable String v) {
        this.imagePullPolicy = v;
        return this;
    }

    public UserContainerBuilder lifecycle(@Nullable Lifecycle v) {
        this.lifecycle = v;
        return this;
    }

    public UserContainerBuilder livenessProbe(@Nullable Probe v) {
        this.livenessProbe = v;
        return this;
    }

    public UserContainerBuilder mirrorVolumeMounts(@Nullable Boolean v) {
        this.mirrorVolumeMounts = v;
        return this;
    }

    public UserContainerBuilder name(String v) {
        this.name = v;
        return this;
    }

    public UserContainerBuilder ports(List<ContainerPort> v) {
        this.ports = v;
        return this;
    }

    public UserContainerBuilder readinessProbe(@Nullable Probe v) {
        this.readinessProbe = v;
        return this;
    }

    public UserContainerBuilder resizePolicy(List<ContainerResizePolicy> v) {
        this.resizePolicy = v;
        return this;
    }

    public UserContainerBuilder resources(@Nullable ResourceRequirements v) {
        this.resources = v;
        return this;
    }

    public UserContainerBuilder restartPolicy(@Nullable String v) {
        this.restartPolicy = v;
        return this;
    }

    public UserContainerBuilder restartPolicyRules(List<ContainerRestartRule> v) {
        this.restartPolicyRules = v;
        return this;
    }

    public UserContainerBuilder securityContext(@Nullable SecurityContext v) {
        this.securityContext = v;
        return this;
    }

    public UserContainerBuilder startupProbe(@Nullable Probe v) {
        this.startupProbe = v;
        return this;
    }

    public UserContainerBuilder stdin(@Nullable Boolean v) {
        this.stdin = v;
        return this;
    }

    public UserContainerBuilder stdinOnce(@Nullable Boolean v) {
        this.stdinOnce = v;
        return this;
    }

    public UserContainerBuilder terminationMessagePath(@Nullable String v) {
        this.terminationMessagePath = v;
        return this;
    }

    public UserContainerBuilder terminationMessagePolicy(@Nullable String v) {
        this.terminationMessagePolicy = v;
        return this;
    }

    public UserContainerBuilder tty(@Nullable Boolean v) {
        this.tty = v;
        return this;
    }

    public UserContainerBuilder volumeDevices(List<VolumeDevice> v) {
        this.volumeDevices = v;
        return this;
    }

    public UserContainerBuilder volumeMounts(List<VolumeMount> v) {
        this.volumeMounts = v;
        return this;
    }

    public UserContainerBuilder workingDir(@Nullable String v) {
        this.workingDir = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public UserContainer build() {
        return new UserContainer(
                args,
                command,
                env,
                envFrom,
                image,
                imagePullPolicy,
                lifecycle,
                livenessProbe,
                mirrorVolumeMounts,
                Copies.required(name, "UserContainer", "name"),
                ports,
                readinessProbe,
                resizePolicy,
                resources,
                restartPolicy,
                restartPolicyRules,
                securityContext,
                startupProbe,
                stdin,
                stdinOnce,
                terminationMessagePath,
                terminationMessagePolicy,
                tty,
                volumeDevices,
                volumeMounts,
                workingDir);
    }
}
