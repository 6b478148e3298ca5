package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final Logger LOG = Logger.getLogger("dev.skiff.controller");

    /** Keeps what is said. */
    private static final class Ear extends Handler {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            heard.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aControllerOfANamespaceSaysOnceThatItSeesNoTemplatesOfTheCluster() {
        AtomicInteger refused = new AtomicInteger();
        Ear ear = new Ear();
        LOG.addHandler(ear);
        try (FakeCluster cluster = new FakeCluster(task -> Fate.succeeds())) {
            cluster.api.trouble(call -> {
                if (!call.path().contains("/clusterworkflowtemplates")) {
                    return null;
                }
                refused.incrementAndGet();
                return new KubeProblem(
                        403,
                        "Forbidden",
                        "clusterworkflowtemplates.argoproj.io is forbidden: User \"system:serviceaccount:argo:skiff\""
                                + " cannot list resource \"clusterworkflowtemplates\" in API group \"argoproj.io\" at the"
                                + " cluster scope",
                        null);
            });
            cluster.start();
            cluster.apply("hello", """
                    {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox"}}]}""");
            cluster.awaitPhase("hello", "Succeeded");
            Await.until("it is refused again", () -> refused.get() > 2, refused::get);
        } finally {
            LOG.removeHandler(ear);
        }

        assertThat(ear.heard)
                .filteredOn(line -> line.contains("ClusterWorkflowTemplates"))
                .singleElement()
                .asString()
                .contains(
                        "argo/skiff",
                        "- {apiGroups: [\"argoproj.io\"], resources: [clusterworkflowtemplates], verbs: [list]}");
    }
}
