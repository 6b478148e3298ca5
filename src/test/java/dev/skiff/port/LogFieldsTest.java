package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogFieldsTest {

    @Test
    void theFieldsAreThereUntilTheEnd() {
        try (var fields = LogFields.ofNode("argo", "run", "run[0].a")) {
            assertThat(fields).isNotNull();
            assertThat(MDC.getMap())
                    .containsEntry("namespace", "argo")
                    .containsEntry("workflow", "run")
                    .containsEntry("node", "run[0].a");
        }

        assertThat(MDC.getMap()).doesNotContainKeys("namespace", "workflow", "node");
    }
}
