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

/** Builds a {@link ScriptTemplate}; what is not set is absent. */
public final class ScriptTemplateBuilder {

    private List<String> args = List.of();
    private List<String> command = List.of();
    private List<EnvVar> env = List.of();
    private List<EnvFromSource> envFrom = List.of();
    private @Nullable String image;
    private @Nullable String imagePullPolicy;
    private @Nullable Lifecycle lifecycle;
    private @Nullable Probe livenessProbe;
    private @Nullable String name;
    private List<ContainerPort> ports = List.of();
    private @Nullable Probe readinessProbe;
    private List<ContainerResizePolicy> resizePolicy = List.of();
    private @Nullable ResourceRequirements resources;
    private @Nullable String restartPolicy;
    private List<ContainerRestartRule> restartPolicyRules = List.of();
    private @Nullable SecurityContext securityContext;
    private @Nullable String source;
    private @Nullable Probe startupProbe;
    private @Nullable Boolean stdin;
    private @Nullable Boolean stdinOnce;
    private @Nullable String terminationMessagePath;
    private @Nullable String terminationMessagePolicy;
    private @Nullable Boolean tty;
    private List<VolumeDevice> volumeDevices = List.of();
    private List<VolumeMount> volumeMounts = List.of();
    private @Nullable String workingDir;

    ScriptTemplateBuilder() {}

    ScriptTemplateBuilder(ScriptTemplate from) {
        this.args = from.args();
        this.command = from.command();
        this.env = from.env();
        this.envFrom = from.envFrom();
        this.image = from.image();
        this.imagePullPolicy = from.imagePullPolicy();
        this.lifecycle = from.lifecycle();
        this.livenessProbe = from.livenessProbe();
        this.name = from.name();
        this.ports = from.ports();
        this.readinessProbe = from.readinessProbe();
        this.resizePolicy = from.resizePolicy();
        this.resources = from.resources();
        this.restartPolicy = from.restartPolicy();
        this.restartPolicyRules = from.restartPolicyRules();
        this.securityContext = from.securityContext();
        this.source = from.source();
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

    public ScriptTemplateBuilder args(List<String> v) {
        this.args = v;
        return this;
    }

    public ScriptTemplateBuilder command(List<String> v) {
        this.command = v;
        return this;
    }

    public ScriptTemplateBuilder env(List<EnvVar> v) {
        this.env = v;
        return this;
    }

    public ScriptTemplateBuilder envFrom(List<EnvFromSource> v) {
        this.envFrom = v;
        return this;
    }

    public ScriptTemplateBuilder image(String v) {
        this.image = v;
        return this;
    }

    public ScriptTemplateBuilder imagePullPolicy(@Nullable String v) {
        this.imagePullPolicy = v;
        return this;
    }

    public ScriptTemplateBuilder lifecycle(@Nullable Lifecycle v) {
        this.lifecycle = v;
        return this;
    }

    public ScriptTemplateBuilder livenessProbe(@Nullable Probe v) {
        this.livenessProbe = v;
        return this;
    }

    public ScriptTemplateBuilder name(@Nullable String v) {
        this.name = v;
        return this;
    }

    public ScriptTemplateBuilder ports(List<ContainerPort> v) {
        this.ports = v;
        return this;
    }

    public ScriptTemplateBuilder readinessProbe(@Nullable Probe v) {
        this.readinessProbe = v;
        return this;
    }

    public ScriptTemplateBuilder resizePolicy(List<ContainerResizePolicy> v) {
        this.resizePolicy = v;
        return this;
    }

    public ScriptTemplateBuilder resources(@Nullable ResourceRequirements v) {
        this.resources = v;
        return this;
    }

    public ScriptTemplateBuilder restartPolicy(@Nullable String v) {
        this.restartPolicy = v;
        return this;
    }

    public ScriptTemplateBuilder restartPolicyRules(List<ContainerRestartRule> v) {
        this.restartPolicyRules = v;
        return this;
    }

    public ScriptTemplateBuilder securityContext(@Nullable SecurityContext v) {
        this.securityContext = v;
        return this;
    }

    public ScriptTemplateBuilder source(String v) {
        this.source = v;
        return this;
    }

    public ScriptTemplateBuilder startupProbe(@Nullable Probe v) {
        this.startupProbe = v;
        return this;
    }

    public ScriptTemplateBuilder stdin(@Nullable Boolean v) {
        this.stdin = v;
        return this;
    }

    public ScriptTemplateBuilder stdinOnce(@Nullable Boolean v) {
        this.stdinOnce = v;
        return this;
    }

    public ScriptTemplateBuilder terminationMessagePath(@Nullable String v) {
        this.terminationMessagePath = v;
        return this;
    }

    public ScriptTemplateBuilder terminationMessagePolicy(@Nullable String v) {
        this.terminationMessagePolicy = v;
        return this;
    }

    public ScriptTemplateBuilder tty(@Nullable Boolean v) {
        this.tty = v;
        return this;
    }

    public ScriptTemplateBuilder volumeDevices(List<VolumeDevice> v) {
        this.volumeDevices = v;
        return this;
    }

    public ScriptTemplateBuilder volumeMounts(List<VolumeMount> v) {
        this.volumeMounts = v;
        return this;
    }

    public ScriptTemplateBuilder workingDir(@Nullable String v) {
        this.workingDir = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public ScriptTemplate build() {
        return new ScriptTemplate(
                args,
                command,
                env,
                envFrom,
                Copies.required(image, "ScriptTemplate", "image"),
                imagePullPolicy,
                lifecycle,
                livenessProbe,
                name,
                ports,
                readinessProbe,
                resizePolicy,
                resources,
                restartPolicy,
                restartPolicyRules,
                securityContext,
                Copies.required(source, "ScriptTemplate", "source"),
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
