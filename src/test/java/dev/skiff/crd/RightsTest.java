package dev.skiff.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests grant no more than is needed, and every pod that they start is restricted. */
class RightsTest {

    private static final Path FILES = Path.of("k8s");

    private static List<Map<?, ?>> documents(String... kinds) throws IOException {
        List<Map<?, ?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                for (Object document : new Yaml().loadAll(Files.readString(file))) {
                    if (document instanceof Map<?, ?> map && List.of(kinds).contains(map.get("kind"))) {
                        found.add(map);
                    }
                }
            }
        }
        return found;
    }

    private static Object at(Object value, String... path) {
        Object here = value;
        for (String key : path) {
            here = here instanceof Map<?, ?> map ? map.get(key) : here instanceof List<?> list ? list.getFirst() : null;
        }
        return here;
    }

    @Test
    void nobodyMayReadSecretsOrExecuteOrDoEverything() throws IOException {
        List<Map<?, ?>> roles = documents("Role", "ClusterRole");

        assertThat(roles)
                .extracting(role -> at(role, "metadata", "name"))
                .containsExactlyInAnyOrder(
                        "skiff",
                        "skiff",
                        "skiff-resource-templates",
                        "skiff-resource-templates",
                        "skiff-controller",
                        "skiff-run",
                        "skiff-impersonate",
                        "skiff-aggregate-to-view",
                        "skiff-aggregate-to-edit");
        assertThat(roles.stream().map(String::valueOf))
                .noneMatch(role -> role.contains("secrets") || role.contains("exec") || role.contains("*"));
    }

    @Test
    void onlyTheComponentForUsersOfAnIssuerGrantsImpersonation() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            assertThat(files.filter(Files::isRegularFile).filter(RightsTest::grantsImpersonation))
                    .containsExactly(FILES.resolve("components/oidc/rights.yaml"));
        }
        Map<?, ?> role = documents("ClusterRole").stream()
                .filter(r -> "skiff-impersonate".equals(at(r, "metadata", "name")))
                .findFirst()
                .orElseThrow();
        assertThat(role.get("rules")).hasToString("[{apiGroups=[], resources=[users, groups], verbs=[impersonate]}]");
    }

    private static boolean grantsImpersonation(Path file) {
        try {
            return Files.readString(file).contains("verbs: [impersonate]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aJobMayOnlyHandlePodsAndReadTheirLogs() throws IOException {
        Map<?, ?> role = documents("Role").stream()
                .filter(r -> "skiff-run".equals(at(r, "metadata", "name")))
                .findFirst()
                .orElseThrow();

        assertThat(role.get("rules"))
                .hasToString("[{apiGroups=[], resources=[pods], verbs=[get, list, watch, create, patch, delete]},"
                        + " {apiGroups=[], resources=[pods/log], verbs=[get]}]");
    }

    @Test
    void everyPodIsRestricted() throws IOException {
        List<Object> pods = new ArrayList<>();
        for (Map<?, ?> d : documents("Deployment")) {
            pods.add(at(d, "spec", "template", "spec"));
        }
        for (Map<?, ?> d : documents("CronJob")) {
            pods.add(at(d, "spec", "jobTemplate", "spec", "template", "spec"));
        }

        assertThat(pods).hasSize(2).allSatisfy(pod -> {
            assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
            assertThat(at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
            Object container = at(pod, "containers", "first");
            assertThat(at(container, "securityContext", "allowPrivilegeEscalation"))
                    .isEqualTo(false);
            assertThat(at(container, "securityContext", "readOnlyRootFilesystem"))
                    .isEqualTo(true);
            assertThat(at(container, "securityContext", "capabilities", "drop")).hasToString("[ALL]");
            assertThat(at(container, "resources", "limits", "memory")).isNotNull();
        });
    }
}
