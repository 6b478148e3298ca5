package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    @Test
    void onlySoManyAreUnderWayAndTheOthersFollowInTheirOrder() {
        Throttle throttle = new Throttle(2);
        List<CompletableFuture<Integer>> begun = new ArrayList<>();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            results.add(throttle.enter(() -> {
                CompletableFuture<Integer> call = new CompletableFuture<>();
                begun.add(call);
                return call;
            }));
        }
        assertThat(begun).hasSize(2);

        begun.get(1).complete(1);
        assertThat(begun).hasSize(3);
        assertThat(results.get(1)).isCompletedWithValue(1);

        begun.get(0).completeExceptionally(new IllegalStateException("no"));
        begun.get(2).complete(2);
        begun.get(3).complete(3);
        assertThat(results.get(0)).isCompletedExceptionally();
        assertThat(results.get(3)).isCompletedWithValue(3);
    }

    @Test
    void aLongQueueOfCallsThatFailAtOnceEndsWell() {
        Throttle throttle = new Throttle(1);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        throttle.enter(() -> first);
        List<CompletableFuture<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            others.add(throttle.enter(() -> {
                throw new IllegalStateException("closed");
            }));
        }
        first.complete(0);

        assertThat(others).allMatch(CompletableFuture::isCompletedExceptionally);
    }
}
