package dev.skiff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Measurement;
import dev.skiff.port.Meter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicrometerMetersTest {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerMeters meters = new MicrometerMeters(registry, () -> now);

    @Test
    void countersHaveArgosNames() {
        meters.count(Meter.WORKFLOWS_ENTERED, "Running", "default");
        meters.add(Meter.WORKFLOWS_ENTERED, 2, "Running", "default");
        meters.count(Meter.REQUESTS, "pods", "Create", "201");

        assertThat(registry.scrape())
                .contains("argo_workflows_total_count{namespace=\"default\",phase=\"Running\",} 3.0")
                .contains("argo_workflows_k8s_request_total{kind=\"pods\",status_code=\"201\",verb=\"Create\",} 1.0");
    }

    @Test
    void aGaugeIsAskedWhenItIsRead() {
        double[] waiting = {1};
        meters.show(Meter.MAILBOX_DEPTH, () -> waiting[0]);
        waiting[0] = 7;

        assertThat(registry.scrape()).contains("skiff_mailbox_depth 7.0");
    }

    @Test
    void aGaugeThatIsShownAnewIsAskedOfTheNewSource() {
        meters.show(Meter.LEADER, () -> 0);
        meters.show(Meter.LEADER, () -> 1);

        assertThat(registry.scrape()).contains("argo_workflows_is_leader 1.0");
    }

    @Test
    void timesAreCountedInSeconds() {
        meters.took(Meter.EVENT_TO_CREATE_SECONDS, Duration.ofMillis(7));
        meters.took(Meter.REQUEST_SECONDS, Duration.ofSeconds(3), "pods", "Create", "201");

        assertThat(registry.scrape())
                .contains("skiff_event_to_create_seconds_bucket{le=\"0.005\",} 0.0")
                .contains("skiff_event_to_create_seconds_bucket{le=\"0.01\",} 1.0")
                .contains("skiff_event_to_create_seconds_sum 0.007")
                .contains(
                        "argo_workflows_k8s_request_duration_sum{kind=\"pods\",status_code=\"201\",verb=\"Create\",} 3.0");
    }

    @Test
    void everyMeterCanBeMeasuredBesideTheOthers() {
        for (Meter meter : Meter.values()) {
            String[] labels = new String[meter.labels().size()];
            Arrays.fill(labels, "x");
            switch (meter.kind()) {
                case COUNTER -> meters.count(meter, labels);
                case GAUGE -> meters.show(meter, () -> 1, labels);
                case HISTOGRAM -> meters.took(meter, Duration.ZERO, labels);
            }
        }

        for (Meter meter : Meter.values()) {
            assertThat(registry.scrape()).contains("\n" + meter.fullName());
        }
    }

    @Test
    void aWrongNumberOfLabelsIsAMistakeOfTheCaller() {
        assertThatThrownBy(() -> meters.count(Meter.ERRORS))
                .hasMessage("ERRORS is a COUNTER with the labels [cause], not a COUNTER with 0");
    }

    private static Measurement custom(String help, Map<String, String> labels, Measurement.Change change) {
        return new Measurement("mine", help, labels, change);
    }

    @Test
    void aUsersCounterGrowsForEachCombinationOfLabels() {
        meters.emit(custom("h", Map.of("a", "x"), new Measurement.Change.Increase(2)));
        meters.emit(custom("h", Map.of("a", "x"), new Measurement.Change.Increase(3)));
        meters.emit(custom("h", Map.of("a", "y"), new Measurement.Change.Increase(1)));

        assertThat(registry.scrape())
                .contains("argo_workflows_mine{a=\"x\",} 5.0")
                .contains("argo_workflows_mine{a=\"y\",} 1.0");
    }

    @Test
    void aUsersGaugeIsSetAndShifted() {
        meters.emit(custom("h", Map.of(), new Measurement.Change.Set(2.5)));
        meters.emit(custom("h", Map.of(), new Measurement.Change.Shift(-1)));
        assertThat(registry.scrape()).contains("argo_workflows_mine 1.5");

        meters.emit(custom("h", Map.of(), new Measurement.Change.Set(7)));
        assertThat(registry.scrape()).contains("argo_workflows_mine 7.0");
    }

    @Test
    void aUsersHistogramCountsByItsBuckets() {
        meters.emit(custom("h", Map.of(), new Measurement.Change.Observe(0.3, List.of(0.25, 0.5, 10.0))));

        assertThat(registry.scrape())
                .contains("argo_workflows_mine_bucket{le=\"0.25\",} 0.0")
                .contains("argo_workflows_mine_bucket{le=\"0.5\",} 1.0")
                .contains("argo_workflows_mine_sum 0.3");
    }

    // MET-02
    @Test
    void aNameHasOneKindAndOneHelpAndAnyLabels() {
        assertThat(meters.emit(custom("h", Map.of(), new Measurement.Change.Increase(1))))
                .isEmpty();
        assertThat(meters.emit(custom("other", Map.of(), new Measurement.Change.Increase(1))))
                .contains("metric 'mine': it is a counter with the help 'other', but was a counter with the help 'h'"
                        + " before");
        assertThat(meters.emit(custom("h", Map.of(), new Measurement.Change.Set(1))))
                .isPresent();
        assertThat(meters.emit(custom("h", Map.of("b", "x", "a", "y"), new Measurement.Change.Increase(1))))
                .isEmpty();
        assertThat(meters.emit(new Measurement("total_count", "h", Map.of(), new Measurement.Change.Increase(1))))
                .contains("metric 'total_count': the controller has a metric of this name");

        assertThat(registry.scrape())
                .contains("argo_workflows_mine 1.0")
                .contains("argo_workflows_mine{a=\"y\",b=\"x\",} 1.0");
    }

    @Test
    void whatWouldMakeThePageWrongIsRefused() {
        meters.emit(new Measurement("h", "h", Map.of(), new Measurement.Change.Observe(1, List.of(2.0))));

        assertThat(meters.emit(new Measurement("h_sum", "h", Map.of(), new Measurement.Change.Set(1))))
                .isPresent();
        assertThat(meters.emit(new Measurement(
                        "operation_duration_seconds_sum", "h", Map.of(), new Measurement.Change.Set(1))))
                .isPresent();
        assertThat(meters.emit(
                        new Measurement("i", "h", Map.of("le", "x"), new Measurement.Change.Observe(1, List.of(2.0)))))
                .isPresent();
        assertThat(meters.emit(custom("h", Map.of("a", "x".repeat(2000)), new Measurement.Change.Set(1))))
                .contains("metric 'mine': a label has more than 1024 characters");
    }

    // MET-01
    @Test
    void aGaugeInRealTimeGoesOnUntilItsEndAndGoesWithItsWorkflow() {
        meters.emit(custom("h", Map.of(), new Measurement.Change.Lasts("uid", now, null)));
        now = now.plusSeconds(5);
        assertThat(registry.scrape()).contains("argo_workflows_mine 5.0");

        meters.emit(custom("h", Map.of(), new Measurement.Change.Lasts("uid", now.minusSeconds(5), now)));
        now = now.plusSeconds(5);
        assertThat(registry.scrape()).contains("argo_workflows_mine 5.0");

        meters.forget("another");
        assertThat(registry.scrape()).contains("argo_workflows_mine 5.0");
        meters.forget("uid");
        assertThat(registry.scrape()).doesNotContain("argo_workflows_mine");
    }

    @Test
    void whatIsNotChangedForLongIsForgotten() {
        meters.forgetAfter(() -> Duration.ofMinutes(1));
        meters.emit(custom("h", Map.of("a", "old"), new Measurement.Change.Increase(1)));
        meters.emit(new Measurement("runs", "h", Map.of(), new Measurement.Change.Lasts("uid", now, null)));
        now = now.plusSeconds(50);
        meters.emit(custom("h", Map.of("a", "new"), new Measurement.Change.Increase(1)));
        now = now.plusSeconds(20);

        assertThat(registry.scrape())
                .contains("a=\"new\"", "argo_workflows_runs 70.0")
                .doesNotContain("a=\"old\"");
    }

    @Test
    void thereAreOnlySoManyValues() {
        for (int i = 0; i < 10_000; i++) {
            meters.emit(custom("h", Map.of("n", "" + i), new Measurement.Change.Increase(1)));
        }

        assertThat(meters.emit(custom("h", Map.of("n", "more"), new Measurement.Change.Increase(1))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("leave out labels"));
        assertThat(meters.emit(custom("h", Map.of("n", "1"), new Measurement.Change.Increase(1))))
                .isEmpty();
    }
}
