package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeFilesTest {

    private List<String> problems = List.of();

    /** Path → mode and text. */
    private Optional<Map<String, String>> files(String source) {
        PodSample pod =
                new PodSample("container: {image: x}\nvolumes:\n- name: v\n" + source.indent(2), Optional.empty());
        var files = VolumeFiles.of(pod.task.volumes().getFirst(), 0600, pod.sources);
        problems = pod.problems;
        return files.map(all -> {
            Map<String, String> shown = new LinkedHashMap<>();
            all.forEach((path, file) -> shown.put(
                    path, "%o %s".formatted(file.mode(), new String(file.content(), StandardCharsets.UTF_8))));
            return shown;
        });
    }

    @Test
    void everyKeyOfAnObjectIsAFile() {
        assertThat(files("configMap: {name: settings}").orElseThrow())
                .containsExactly(
                        Map.entry("color", "644 blue"), Map.entry("raw", "644 hi\n"), Map.entry("size", "644 3"));
        assertThat(files("secret: {secretName: login}").orElseThrow())
                .containsExactly(Map.entry("password", "600 new"), Map.entry("user", "600 ann"));
        assertThat(problems).isEmpty();
    }

    @Test
    void itemsChooseKeysPathsAndModes() {
        var files = files("""
                secret:
                  secretName: login
                  defaultMode: 0444
                  items: [{key: user, path: a/b, mode: 0400}, {key: password, path: c}]
                """);

        assertThat(files.orElseThrow()).containsExactly(Map.entry("a/b", "400 ann"), Map.entry("c", "444 new"));
    }

    @Test
    void aProjectedVolumeHoldsTheFilesOfAllItsSources() {
        var files = files("""
                projected:
                  defaultMode: 0640
                  sources:
                  - configMap: {name: settings, items: [{key: size, path: size}]}
                  - secret: {name: login, items: [{key: user, path: user}]}
                  - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
                """);

        assertThat(files.orElseThrow())
                .containsExactly(Map.entry("size", "640 3"), Map.entry("user", "640 ann"), Map.entry("labels", """
                                640 app="own"
                                tier="shared"
                                workflows.argoproj.io/completed="false"
                                workflows.argoproj.io/workflow="wf\""""));
    }

    @Test
    void quotesInAnAnnotationAreEscaped() {
        var files = files("downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.annotations}}]}");

        assertThat(files.orElseThrow().get("a")).contains("note=\"say \\\"hi\\\"\"\n");
    }

    @Test
    void whatIsOptionalMayBeAbsent() {
        assertThat(files("configMap: {name: absent, optional: true}").orElseThrow())
                .isEmpty();
        assertThat(files("configMap: {name: settings, optional: true, items: [{key: absent, path: a}]}")
                        .orElseThrow())
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatCannotBeHadIsAProblem() {
        files("""
                projected:
                  sources:
                  - configMap: {name: settings, items: [{key: colour, path: a}]}
                  - secret: {name: absent}
                  - downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu}}]}
                  - serviceAccountToken: {path: token}
                """);

        assertThat(problems)
                .containsExactly(
                        "volume v: the ConfigMap \"settings\" has no key \"colour\"; it has [color, raw, size]",
                        "volume v: there is no Secret \"absent\"; put it into the workflow's file or give its file with"
                                + " --manifest",
                        "volume v: resourceFieldRef is not supported on the Moon",
                        "volume v: of projected sources, only configMap, secret and downwardAPI are supported on the"
                                + " Moon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "..", "../x", "a/../../x", "a/..", ".", "", "a\\0b"})
    void noFileLeavesItsVolume(String path) {
        var files = files("configMap: {name: settings, items: [{key: size, path: \"" + path + "\"}]}");

        assertThat(files.orElseThrow()).isEmpty();
        assertThat(problems).singleElement().asString().contains("must be relative and stay inside the volume");
    }

    @Test
    void aVolumeThatNobodyFillsHasNoFiles() {
        assertThat(files("emptyDir: {}")).isEmpty();
        assertThat(problems).isEmpty();
    }
}
