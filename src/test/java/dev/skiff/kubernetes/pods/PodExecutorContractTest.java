package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Task;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskLifecycleContract;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What holds for every executor, on a cluster in memory. The real one: {@code PodExecutorOnClusterIT}. */
class PodExecutorContractTest extends TaskLifecycleContract {
    private static final String NAMESPACE = "here";
    private final FakeKubeApi api = new FakeKubeApi();
    private final FakeKubelet kubelet = new FakeKubelet(api, NAMESPACE);

    @AfterEach
    void close() {
        kubelet.close();
        api.close();
    }

    @Override
    protected TaskExecutor open(Limits limits) {
        PodWatch watch = new PodWatch(api, List.of(NAMESPACE), "");
        PodSettings settings = PodSettings.usual().withFollowLogs(true).withAgentImage("skiff:1");
        return PodExecutors.shared(api, watch, NAMESPACE, settings, Clock.systemUTC());
    }

    @Override
    protected void announce(Task task, Deeds deeds) {
        kubelet.announce(task.id().podName(), deeds);
    }

    @Override
    protected String image() {
        return "any";
    }

    @Override
    protected List<String> leftovers(String run) {
        List<String> left = new ArrayList<>();
        for (var kind : List.of("pods", "persistentvolumeclaims")) {
            api.all("/api/v1/namespaces/" + NAMESPACE + "/" + kind).forEach(object -> {
                boolean over = object.path("status").path("phase").asText().matches("Succeeded|Failed")
                        || object.path("spec").path("activeDeadlineSeconds").asInt() == 1;
                if (!over
                        && object.path("metadata")
                                .path("labels")
                                .path(PodMarks.WORKFLOW)
                                .asText()
                                .equals(run)) {
                    left.add(object.path("metadata").path("name").asText());
                }
            });
        }
        return left;
    }
}
