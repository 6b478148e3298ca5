package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodUsageTest {

    private static Map<String, Long> used(String containers, String statuses) {
        return PodUsage.of(PodServices.view("""
                {"metadata": {"name": "p", "namespace": "n"}, "spec": {%s}, "status": {%s}}""".formatted(containers, statuses).getBytes(StandardCharsets.UTF_8)));
    }

    private static String ended(String name, int seconds) {
        return """
                {"name": "%s", "state": {"terminated": {"exitCode": 0, "startedAt": "2026-11-25T12:00:00Z",
                 "finishedAt": "2026-11-25T12:%02d:%02dZ"}}}""".formatted(name, seconds / 60, seconds % 60);
    }

    // MET-04
    @Test
    void aContainerThatAsksForNothingHasATenthOfACoreAndAHundredMebibytes() {
        assertThat(used("\"containers\": [{\"name\": \"main\"}]", "\"containerStatuses\": [" + ended("main", 65) + "]"))
                .isEqualTo(Map.of("cpu", 6L, "memory", 65L));
    }

    // MET-04
    @Test
    void requestsCountBeforeLimitsAndAllContainersTogether() {
        String containers = """
                "initContainers": [{"name": "init"}],
                "containers": [
                  {"name": "main", "resources": {"requests": {"cpu": "1500m", "ephemeral-storage": "20Gi"},
                    "limits": {"cpu": "4", "memory": "1000Mi", "nvidia.com/gpu": "1"}}},
                  {"name": "side", "resources": {"limits": {"cpu": 2}}}]""";
        assertThat(used(containers, """
                "initContainerStatuses": [%s], "containerStatuses": [%s, %s]""".formatted(ended("init", 5), ended("main", 60), ended("side", 10))))
                .isEqualTo(Map.of("cpu", 110L, "memory", 615L, "ephemeral-storage", 120L, "nvidia.com/gpu", 60L));
    }

    // MET-04
    @Test
    void whatHasNotRunHadNothing() {
        assertThat(used(
                        "\"containers\": [{\"name\": \"main\"}]",
                        "\"containerStatuses\": [{\"name\": \"main\", \"state\": {\"waiting\": {}}}]"))
                .isEmpty();
    }
}
