package dev.skiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ListeningTest {

    @Test
    void noCommandButServeListens() {
        assertThat(Listening.settings(Map.of())).isEmpty();
        assertThat(Listening.settings(Map.of(), "run", "serve")).isEmpty();
    }

    @Test
    void onALaptopOnlyTheMachineItselfIsListenedTo() {
        assertThat(Listening.settings(Map.of(), "serve", "--on", "kubernetes"))
                .containsEntry("quarkus.http.host-enabled", "true")
                .containsEntry("quarkus.http.host", "127.0.0.1")
                .doesNotContainKey("quarkus.log.console.json.enabled");
    }

    @Test
    void inAClusterTheLogIsJson() {
        assertThat(Listening.settings(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), "serve"))
                .containsEntry("quarkus.log.console.json.enabled", "true")
                .doesNotContainKey("quarkus.http.host");
    }

    @Test
    void aPodThatRunsAWorkflowListensForTheAgentsOfItsSteps() {
        Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

        assertThat(Listening.settings(pod, "run", "workflow.yml", "--on", "kubernetes"))
                .containsEntry("quarkus.http.host-enabled", "true");
        assertThat(Listening.settings(pod, "submit", "workflow.yml"))
                .containsEntry("quarkus.http.host-enabled", "true");
        assertThat(Listening.settings(pod, "run", "workflow.yml")).isEmpty();
        assertThat(Listening.settings(Map.of(), "submit", "workflow.yml")).isEmpty();
    }
}
