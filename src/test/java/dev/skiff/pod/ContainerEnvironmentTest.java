package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerEnvironmentTest {

    private List<String> problems = List.of();

    private Map<String, String> environment(String env, Optional<String> address) {
        PodSample pod = new PodSample("container:\n  image: x\n" + env.indent(2), address);
        Map<String, String> environment = ContainerEnvironment.of(pod.container(), "container main", pod.sources);
        problems = pod.problems;
        return environment;
    }

    private Map<String, String> environment(String env) {
        return environment(env, Optional.empty());
    }

    @Test
    void wholeObjectsComeFirstAndWhatIsSetLaterWins() {
        var environment = environment("""
                env: [{name: color, value: red}, {name: all, value: "$(S_user) $(size) $(later)"}, {name: later, value: x}]
                envFrom: [{configMapRef: {name: settings}}, {prefix: S_, secretRef: {name: login}}]
                """);

        assertThat(environment)
                .containsExactly(
                        Map.entry("color", "red"),
                        Map.entry("raw", "hi\n"),
                        Map.entry("size", "3"),
                        Map.entry("S_password", "new"),
                        Map.entry("S_user", "ann"),
                        Map.entry("all", "ann 3 $(later)"),
                        Map.entry("later", "x"));
        assertThat(problems).isEmpty();
    }

    @Test
    void aValueOfAnObjectIsNotExpanded() {
        var environment = environment("""
                env:
                - {name: A, value: $$(B)}
                - {name: B, valueFrom: {secretKeyRef: {name: login, key: user}}}
                - {name: C, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
                """);

        assertThat(environment).containsExactly(Map.entry("A", "$(B)"), Map.entry("B", "ann"), Map.entry("C", "blue"));
    }

    @Test
    void whatIsOptionalMayBeAbsent() {
        var environment = environment("""
                env:
                - {name: A, valueFrom: {secretKeyRef: {name: absent, key: user, optional: true}}}
                - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: absent, optional: true}}}
                envFrom: [{configMapRef: {name: absent, optional: true}}]
                """);

        assertThat(environment).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void everythingThatIsAbsentOrUnknownIsAProblem() {
        environment("""
                env:
                - {name: A, valueFrom: {secretKeyRef: {name: absent, key: user}}}
                - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
                - {name: C, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                - {name: D, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                - {name: E=, value: x}
                - {name: F, value: "a\\0b"}
                envFrom: [{configMapRef: {name: absent}}, {secretRef: {name: broken}}]
                """);

        assertThat(problems)
                .containsExactly(
                        "container main, envFrom: there is no ConfigMap \"absent\"; put it into the workflow's file or"
                                + " give its file with --manifest",
                        "container main, envFrom: the Secret \"broken\": the value of \"bad\" is not base64",
                        "container main, env A: there is no Secret \"absent\"; put it into the workflow's file or give"
                                + " its file with --manifest",
                        "container main, env B: the ConfigMap \"settings\" has no key \"colour\"; it has [color, raw,"
                                + " size]",
                        "container main, env C: the field \"status.podIP\" is not known on the Moon; known are"
                                + " metadata.name, metadata.namespace, metadata.uid, metadata.labels['…'],"
                                + " metadata.annotations['…'], spec.nodeName, spec.serviceAccountName",
                        "container main, env D: this kind of valueFrom is not supported on the Moon; supported are"
                                + " configMapKeyRef, secretKeyRef and fieldRef",
                        "container main: 'E=' is no name for an environment variable",
                        "container main, env F: the value contains a NUL character");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name | wf-main-1",
                "metadata.namespace | team",
                "metadata.uid | u-1",
                "metadata.labels['app'] | own",
                "metadata.labels['tier'] | shared",
                "metadata.labels['workflows.argoproj.io/workflow'] | wf",
                "metadata.labels['absent'] | ''",
                "metadata.annotations['workflows.argoproj.io/node-name'] | wf.main",
                "spec.nodeName | box",
                "spec.serviceAccountName | robot",
                "status.podIP | 10.0.0.7",
                "status.hostIP | 10.0.0.7"
            })
    void aFieldOfThePodIsKnown(String path, String expected) {
        var environment = environment(
                "env: [{name: A, valueFrom: {fieldRef: {fieldPath: \"" + path + "\"}}}]", Optional.of("10.0.0.7"));

        assertThat(environment).containsExactly(Map.entry("A", expected));
        assertThat(problems).isEmpty();
    }
}
