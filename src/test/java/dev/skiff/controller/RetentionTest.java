package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code retentionPolicy}: so many of each end are kept, the newest ones. */
class RetentionTest {
    private static final String HELLO = """
            {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}""";

    private final FakeCluster cluster =
            new FakeCluster(t -> t.run().startsWith("bad") ? Fate.fails(1) : Fate.succeeds());

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void theOldestOfThoseThatEndedSoAreDeleted() {
        cluster.kept = phase -> phase.equals("Succeeded") ? 2 : null;
        cluster.start();
        for (int i = 1; i <= 4; i++) {
            cluster.apply("good-" + i, HELLO);
            cluster.awaitPhase("good-" + i, "Succeeded");
            cluster.apply("bad-" + i, HELLO);
            cluster.awaitPhase("bad-" + i, "Failed");
        }
        Await.until("two are left", () -> !isThere("good-1") && !isThere("good-2"), () -> cluster.api.writes());

        assertThat(isThere("good-3")).isTrue();
        assertThat(isThere("good-4")).isTrue();
        assertThat(isThere("bad-1")).isTrue();
    }

    @Test
    void whatWasThereBeforeCounts() {
        for (int i = 1; i <= 3; i++) {
            cluster.apply(
                    "old-" + i,
                    "{\"workflows.argoproj.io/completed\": \"true\", \"workflows.argoproj.io/phase\": \"Failed\"}",
                    HELLO);
        }
        cluster.kept = phase -> phase.equals("Failed") ? 1 : null;
        cluster.start();
        Await.until("one is left", () -> !isThere("old-1") && !isThere("old-2"), () -> cluster.api.writes());

        assertThat(isThere("old-3")).isTrue();
    }

    private boolean isThere(String workflow) {
        return cluster.api.find(FakeCluster.WORKFLOWS + "/" + workflow) != null;
    }
}
