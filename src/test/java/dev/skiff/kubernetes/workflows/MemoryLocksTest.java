package dev.skiff.kubernetes.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Lock;
import dev.skiff.kubernetes.client.FakeApi;
import dev.skiff.port.Await;
import dev.skiff.port.Locks.Holder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryLocksTest {
    private static final Instant NOW = Instant.parse("2026-11-25T19:00:00Z");
    private static final Lock MUTEX = new Lock("ns/Mutex/m", 1);
    private static final Lock SEMAPHORE = new Lock("ns/ConfigMap/limits/k", 1);

    private final FakeApi api = new FakeApi();
    private final SemaphoreLimits limits = new SemaphoreLimits(api);
    private final MemoryLocks locks = new MemoryLocks(limits::watch);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        limits.close();
        api.close();
    }

    private void acquire(String run, Lock lock) {
        locks.acquire(
                new Holder("ns", run, ""),
                List.of(lock),
                0,
                NOW,
                answer -> heard.add(run + (answer.granted() ? " has it" : ": " + answer.message())));
    }

    @Test
    void theNextGetsWhatIsGivenUp() {
        acquire("a", MUTEX);
        acquire("b", MUTEX);
        locks.release(new Holder("ns", "a", ""));

        assertThat(heard).containsExactly("a has it", "b: Waiting for ns/Mutex/m lock. Lock status: 0/1", "b has it");
    }

    @Test
    void askingAgainGivesTheAnswerAgain() {
        acquire("a", MUTEX);
        acquire("a", MUTEX);

        assertThat(heard).containsExactly("a has it", "a has it");
    }

    @Test
    void aRunThatEndsGivesUpEverything() {
        acquire("a", MUTEX);
        acquire("a", SEMAPHORE);
        acquire("b", MUTEX);
        locks.releaseAll("ns", "a");
        locks.releaseAll("ns", "none");

        assertThat(heard).contains("b has it");
    }

    @Test
    void theLimitOfASemaphoreIsWhatItsConfigMapSaysNow() {
        limits.tell(locks::limit);
        api.put("/api/v1/namespaces/ns/configmaps", "{\"metadata\": {\"name\": \"limits\"}, \"data\": {\"k\": \"1\"}}");
        acquire("a", SEMAPHORE);
        acquire("b", SEMAPHORE);
        acquire("c", SEMAPHORE);
        api.merge("/api/v1/namespaces/ns/configmaps/limits", "{\"data\": {\"k\": \"2\", \"other\": \"no number\"}}");
        Await.until("the second has it", () -> heard.contains("b has it"), () -> heard);

        assertThat(heard).contains("c: Waiting for ns/ConfigMap/limits/k lock. Lock status: 0/2");
        assertThat(heard).doesNotContain("c has it");
    }
}
