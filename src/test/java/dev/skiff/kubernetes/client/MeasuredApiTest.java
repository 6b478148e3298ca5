package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Measurement;
import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredApiTest {

    private final List<String> measured = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final MeasuredApi api = new MeasuredApi(new Fake(), new Recorded(), () -> now);

    private final class Fake implements KubeApi {
        @Override
        public CompletableFuture<Answer> send(Call call) {
            return answer;
        }

        @Override
        public Stream open(Call call, Consumer<byte[]> lines) {
            return new Stream() {
                @Override
                public CompletableFuture<Void> end() {
                    return answer.thenAccept(end -> {});
                }

                @Override
                public void close() {
                    answer.complete(new Answer(200, new byte[0]));
                }
            };
        }

        @Override
        public String namespace() {
            return "argo";
        }

        @Override
        public void close() {
            measured.add("closed");
        }
    }

    private final class Recorded implements Meters {
        @Override
        public void add(Meter counter, long amount, String... labels) {
            measured.add(counter + " " + String.join(",", labels) + " +" + amount);
        }

        @Override
        public void took(Meter histogram, Duration time, String... labels) {
            measured.add(histogram + " " + String.join(",", labels) + " " + time);
        }

        @Override
        public void show(Meter gauge, DoubleSupplier value, String... labels) {
            measured.add(gauge + " " + value.getAsDouble());
        }

        @Override
        public Optional<String> emit(Measurement custom) {
            return Optional.of("no user is here: " + custom);
        }

        @Override
        public void forget(String owner) {}

        @Override
        public void forgetAfter(Supplier<Duration> idle) {}
    }

    @Test
    void aWriteIsCountedAndTimed() {
        var result = api.send(Call.post("/api/v1/namespaces/default/pods", new byte[0]));
        now = now.plusMillis(12);
        answer.complete(new Answer(201, new byte[0]));

        assertThat(result).isCompleted();
        assertThat(measured)
                .containsExactly(
                        "REQUESTS pods,Create,201 +1",
                        "REQUEST_SECONDS pods,Create,201 PT0.012S",
                        "API_WRITES pods,Create +1");
    }

    @Test
    void aRefusalIsCountedWithItsStatusAndStillARefusal() {
        answer = CompletableFuture.failedFuture(new KubeProblem(403, "Forbidden", "no", null));

        var result = api.send(Call.get("/api/v1/pods"));

        assertThat(measured.getFirst()).isEqualTo("REQUESTS pods,List,403 +1");
        assertThat(result).isCompletedExceptionally();
    }

    @Test
    void aWatchIsCountedWhenItEnds() {
        var watch = api.open(Call.get("/api/v1/pods?limit=5&watch=1"), line -> {});
        assertThat(measured).isEmpty();

        watch.close();

        assertThat(measured).containsExactly("REQUESTS pods,Watch,200 +1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/namespaces/a/pods/b,pods,Get",
        "GET,/api/v1/namespaces/a/pods/b/log?follow=true,pods/log,Get",
        "GET,/api/v1/namespaces/a/pods,pods,List",
        "GET,/api/v1/namespaces,namespaces,List",
        "GET,/api/v1/namespaces/a,namespaces,Get",
        "GET,/apis/argoproj.io/v1alpha1/workflows?watch=1&resourceVersion=3,workflows,Watch",
        "PATCH,/apis/argoproj.io/v1alpha1/namespaces/a/workflows/b,workflows,Patch",
        "PUT,/apis/coordination.k8s.io/v1/namespaces/a/leases/b,leases,Update",
        "DELETE,/api/v1/namespaces/a/pods/b,pods,Delete",
        "POST,/api/v1/namespaces/a/serviceaccounts/b/token,serviceaccounts/token,Create",
        "GET,/version,version,Get"
    })
    void aCallIsAboutAKind(String method, String path, String kind, String verb) {
        assertThat(MeasuredApi.Target.of(new Call(method, path, null, "", Call.JSON)))
                .isEqualTo(new MeasuredApi.Target(kind, verb));
    }
}
