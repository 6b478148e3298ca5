package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.client.FakeApi;
import dev.skiff.kubernetes.workflows.ClusterCaches;
import dev.skiff.kubernetes.workflows.EventQueue;
import dev.skiff.kubernetes.workflows.MemoryLocks;
import dev.skiff.kubernetes.workflows.SemaphoreLimits;
import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.local.TimerAlarms;
import dev.skiff.model.Workflow;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.Feed;
import dev.skiff.port.Meters;
import dev.skiff.port.Traces;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster in memory with a controller on it; tasks are fake, and what becomes of them outlives the controller. */
final class FakeCluster implements AutoCloseable {
    static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/default/workflows";

    final FakeApi api = new FakeApi();
    final FakeExecutor.Place pods = new FakeExecutor.Place();

    @Nullable
    Workflow defaults;

    int limit;
    boolean byTemplateAlone;
    Duration initialDelay = Duration.ZERO;
    Meters meters = Meters.NONE;
    Archiving archiving = Archiving.NONE;

    @Nullable
    Function<String, @Nullable Integer> kept;

    /** What failed would not fail again. */
    volatile boolean healed;

    private final Function<Task, FakeExecutor.Fate> fates;
    private final InstantSource clock = InstantSource.system();
    private final ExecutorService kubelet = Executors.newSingleThreadExecutor();
    private final List<FakeExecutor> executors = new ArrayList<>();
    private @Nullable Controller controller;

    FakeCluster(Function<Task, FakeExecutor.Fate> fates) {
        this.fates = fates;
    }

    /** Starts a controller; one that runs is let go as if its process had died. */
    void start(String instanceId) {
        SemaphoreLimits limits = new SemaphoreLimits(api);
        MemoryLocks locks = new MemoryLocks(limits::watch);
        limits.tell(locks::limit);
        EventQueue events = new EventQueue(api);
        Parts parts = new Parts(
                namespace -> {
                    FakeExecutor executor = new FakeExecutor(fates, kubelet, clock, pods);
                    executors.add(executor);
                    return executor;
                },
                namespace -> new WorkflowEvents(events, "", () -> new WorkflowEvents.Chosen(true, true), clock),
                namespace -> Feed.NONE,
                new TimerAlarms(clock),
                locks,
                new ClusterCaches(api, "argo", clock),
                meters,
                Traces.NONE,
                clock);
        Controller made = new Controller(
                api,
                new Controller.Scope(List.of(), instanceId),
                new Controller.Rules(
                        () -> defaults,
                        () -> byTemplateAlone,
                        () -> initialDelay,
                        kept,
                        new Limits(() -> limit, namespace -> 0),
                        archiving),
                parts);
        made.start().join();
        controller = made;
    }

    int size() {
        Controller running = controller;
        return running == null ? 0 : running.size();
    }

    void start() {
        start("");
    }

    void stop() {
        Controller running = controller;
        if (running != null) {
            running.close();
            controller = null;
        }
    }

    /** The executor of the controller that was started last. */
    FakeExecutor executor() {
        return executors.getLast();
    }

    /** Applies a workflow that is given as JSON but for its kind. */
    JsonNode apply(String name, String spec) {
        return apply(name, "{}", spec);
    }

    JsonNode apply(String name, String labels, String spec) {
        return api.put(WORKFLOWS, """
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
             "metadata": {"name": "%s", "labels": %s}, "spec": %s}\
            """.formatted(name, labels, spec));
    }

    JsonNode workflow(String name) {
        JsonNode found = api.find(WORKFLOWS + "/" + name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    JsonNode status(String name) {
        return workflow(name).path("status");
    }

    JsonNode node(String workflow, String displayName) {
        for (JsonNode node : status(workflow).path("nodes")) {
            if (node.path("displayName").asText().equals(displayName)) {
                return node;
            }
        }
        return status(workflow).path("nodes").path("none");
    }

    void awaitPhase(String name, String phase) {
        Await.until(
                name + " " + phase, () -> status(name).path("phase").asText().equals(phase), () -> workflow(name));
    }

    @Override
    public void close() {
        stop();
        kubelet.shutdownNow();
        api.close();
    }
}
