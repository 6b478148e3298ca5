package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Measurement;
import dev.skiff.engine.Measurement.Change;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the controller measures for workflows. */
class CustomMetricsTest {
    private final Recorder meters = new Recorder();
    private final FakeCluster cluster =
            new FakeCluster(task -> task.id().nodeName().contains("runs")
                    ? Fate.runs()
                    : task.id().nodeName().contains("(0)") ? Fate.fails(3) : Fate.succeeds());

    private static final class Recorder implements Meters {
        final List<Measurement> emitted = new CopyOnWriteArrayList<>();
        final List<Meter> timed = new CopyOnWriteArrayList<>();
        final List<String> forgotten = new CopyOnWriteArrayList<>();

        @Override
        public void add(Meter counter, long amount, String... labels) {}

        @Override
        public void took(Meter histogram, Duration time, String... labels) {
            timed.add(histogram);
        }

        @Override
        public void show(Meter gauge, DoubleSupplier value, String... labels) {}

        @Override
        public Optional<String> emit(Measurement custom) {
            emitted.add(custom);
            return custom.name().equals("taken") ? Optional.of("metric 'taken': was another") : Optional.empty();
        }

        @Override
        public void forget(String owner) {
            forgotten.add(owner);
        }

        @Override
        public void forgetAfter(Supplier<Duration> idle) {}
    }

    @BeforeEach
    void measure() {
        cluster.meters = meters;
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private List<Measurement> of(String name) {
        return meters.emitted.stream().filter(m -> m.name().equals(name)).toList();
    }

    // MET-01
    @Test
    void eachIsEmittedOnceAndTheAttemptsLeaveTheirsToTheStep() {
        cluster.start();
        cluster.apply("measured", """
                {"entrypoint": "main",
                 "metrics": {"prometheus": [{"name": "ends", "help": "h", "counter": {"value": "1"},
                   "labels": [{"key": "status", "value": "{{workflow.status}}"}]}]},
                 "templates": [
                  {"name": "main", "steps": [[{"name": "a", "template": "pod",
                     "arguments": {"parameters": [{"name": "who", "value": "me"}]}}]]},
                  {"name": "pod", "inputs": {"parameters": [{"name": "who"}]}, "retryStrategy": {"limit": 2},
                   "metrics": {"prometheus": [
                     {"name": "pods_{{inputs.parameters.who}}", "help": "h", "counter": {"value": "{{retries}}"},
                      "labels": [{"key": "status", "value": "{{status}}"}]},
                     {"name": "failures", "help": "h", "counter": {"value": "1"}, "when": "{{status}} != Succeeded"},
                     {"name": "odd", "help": "h", "gauge": {"value": "much"}},
                     {"name": "taken", "help": "h", "gauge": {"value": "1"}}]},
                   "container": {"image": "busybox", "command": ["true"]}}]}""");
        cluster.awaitPhase("measured", "Succeeded");

        assertThat(of("pods_me"))
                .containsExactly(
                        new Measurement("pods_me", "h", Map.of("status", "Succeeded"), new Change.Increase(1)));
        assertThat(of("ends")).extracting(Measurement::labels).containsExactly(Map.of("status", "Succeeded"));
        assertThat(of("failures")).isEmpty();
        JsonNode conditions = cluster.status("measured").path("conditions");
        assertThat(conditions.toString())
                .contains("{\"message\":\"metric 'taken': was another, metric 'odd': the value 'much' is no number\","
                        + "\"status\":\"True\",\"type\":\"MetricsError\"}");
    }

    // MET-01
    @Test
    void thoseInRealTimeBeginWithTheStepAndGoWithTheWorkflow() {
        cluster.start();
        JsonNode made = cluster.apply("runs", """
                {"entrypoint": "runs", "templates": [{"name": "runs",
                   "metrics": {"prometheus": [{"name": "age", "help": "h",
                     "gauge": {"realtime": true, "value": "{{duration}}"}}]},
                   "container": {"image": "busybox", "command": ["true"]}}]}""");
        String uid = made.path("metadata").path("uid").asText();
        Await.until("the gauge", () -> !of("age").isEmpty(), () -> meters.emitted);
        assertThat(of("age").getFirst().change()).isInstanceOfSatisfying(Change.Lasts.class, lasts -> {
            assertThat(lasts.owner()).isEqualTo(uid);
            assertThat(lasts.until()).isNull();
        });
        cluster.api.delete(FakeCluster.WORKFLOWS + "/runs");
        Await.until("it is forgotten", () -> meters.forgotten.contains(uid), () -> meters.forgotten);
    }

    // MET-01
    @Test
    void anotherProcessDoesNotCountAgainWhatHasEnded() {
        cluster.start();
        cluster.apply("goes", """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "a", "template": "pod"}], [{"name": "runs", "template": "pod"}]]},
                  {"name": "pod", "metrics": {"prometheus": [{"name": "pods", "help": "h", "counter": {"value": "1"}}]},
                   "container": {"image": "busybox", "command": ["true"]}}]}""");
        Await.until(
                "the second",
                () -> cluster.node("goes", "runs").path("phase").asText().equals("Running"),
                () -> cluster.workflow("goes"));
        cluster.stop();
        assertThat(of("pods")).hasSize(1);
        cluster.start();
        Await.until(
                "it is taken up", () -> !cluster.executor().place().of("goes").isEmpty(), () -> "nothing");
        cluster.executor()
                .finish("goes", cluster.node("goes", "runs").path("id").asText(), 0, Map.of());
        cluster.awaitPhase("goes", "Succeeded");

        assertThat(of("pods")).hasSize(2);
    }

    // MET-01
    @Test
    void whatHasEndedIsShownAsLongAsItsWorkflowIsThere() {
        cluster.start();
        cluster.apply("ends", """
                {"entrypoint": "main", "templates": [{"name": "main",
                   "metrics": {"prometheus": [{"name": "age", "help": "h",
                     "gauge": {"realtime": true, "value": "{{duration}}"}}]},
                   "container": {"image": "busybox", "command": ["true"]}}]}""");
        cluster.awaitPhase("ends", "Succeeded");
        Await.until("it is over", () -> cluster.size() == 0, cluster::size);

        assertThat(of("age").getLast().change())
                .isInstanceOfSatisfying(
                        Change.Lasts.class, lasts -> assertThat(lasts.until()).isNotNull());
        assertThat(meters.forgotten).isEmpty();
    }

    @Test
    void theWayFromAnEventToAPodIsTimed() {
        cluster.start();
        cluster.apply("one", """
                {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}""");
        cluster.awaitPhase("one", "Succeeded");

        assertThat(meters.timed).contains(Meter.EVENT_TO_CREATE_SECONDS, Meter.OPERATION_SECONDS);
    }

    @Test
    void aNewWorkflowIsLeftAloneForAWhile() {
        cluster.initialDelay = Duration.ofSeconds(2);
        cluster.start();
        cluster.apply("patient", """
                {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}""");
        JsonNode created = cluster.workflow("patient").path("metadata").path("creationTimestamp");
        cluster.awaitPhase("patient", "Succeeded");

        assertThat(Instant.parse(cluster.status("patient").path("startedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(created.asText()).plusSeconds(1));
    }
}
