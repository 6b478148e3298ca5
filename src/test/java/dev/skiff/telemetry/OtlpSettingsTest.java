package dev.skiff.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpSettingsTest {
    private final List<String> problems = new ArrayList<>();

    private Optional<OtlpSettings> read(Map<String, String> environment) {
        return OtlpSettings.of(environment, problems::add);
    }

    @Test
    void nothingIsSentUnlessSomebodySaysWhere() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", "OTEL_SDK_DISABLED", "true")))
                .isEmpty();
        assertThat(read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", "OTEL_TRACES_EXPORTER", "none")))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void theVariablesOfTheSpecificationAreFollowed() {
        OtlpSettings settings = read(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318/base/",
                        "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc, x-team=data",
                        "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
                        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod,service.name=other",
                        "OTEL_SERVICE_NAME", "skiff-prod"))
                .orElseThrow();

        assertThat(settings)
                .isEqualTo(new OtlpSettings(
                        URI.create("https://collector:4318/base/v1/traces"),
                        Map.of("authorization", "Bearer abc", "x-team", "data"),
                        "gzip",
                        Duration.ofMillis(2500),
                        Map.of("deployment.environment.name", "prod", "service.name", "skiff-prod")));
        assertThat(settings.toString()).doesNotContain("abc");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsSaidOfTracesCountsBeforeWhatIsSaidOfAll() {
        assertThat(read(Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318",
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4318/in",
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"))
                        .orElseThrow()
                        .endpoint())
                .isEqualTo(URI.create("http://traces:4318/in"));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, http/protobuf",
        "OTEL_TRACES_EXPORTER, zipkin, otlp",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, collector:4317, http://collector:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, 'http://a b', http://collector:4318"
    })
    void whatCannotBeFollowedIsSaid(String name, String value, String advice) {
        assertThat(read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", name, value)))
                .isEmpty();
        assertThat(problems).singleElement().asString().contains("no traces are sent", value, advice);
    }

    @Test
    void aBrokenHeaderIsLeftOutWithoutItsValueBeingSaid() {
        OtlpSettings settings = read(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS", "a=s3cret%zz,b=2,s3cret",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "soon"))
                .orElseThrow();

        assertThat(settings.headers()).isEqualTo(Map.of("b", "2"));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(problems).hasSize(3).noneMatch(problem -> problem.contains("s3cret"));
    }
}
