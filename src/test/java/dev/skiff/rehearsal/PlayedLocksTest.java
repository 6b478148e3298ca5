package dev.skiff.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command;
import dev.skiff.engine.Event;
import dev.skiff.engine.Lock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayedLocksTest {
    private static final Instant AT = Stage.START;
    private static final Lock MUTEX = new Lock("default/Mutex/m", 1);
    private static final Lock PAIR = new Lock("default/ConfigMap/c/k", 2);

    private final PlayedLocks locks = new PlayedLocks();

    private Event.LocksAnswered acquire(String holder, Lock... wanted) {
        return (Event.LocksAnswered) locks.acquire(new Command.AcquireLocks(holder, List.of(wanted), 0, AT), AT);
    }

    @Test
    void allLocksAreTakenOrNoneAndTheNextInLineGetsThemWhenTheyAreFree() {
        assertThat(acquire("a", MUTEX).granted()).isTrue();
        assertThat(acquire("b", MUTEX, PAIR).message())
                .isEqualTo("Waiting for default/Mutex/m lock. Lock status: 0/1"); // LOCK-03
        assertThat(acquire("c", PAIR).granted()).isTrue();
        assertThat(acquire("d", PAIR).granted()).as("b holds nothing yet").isTrue();

        assertThat(locks.release("a", AT)).as("b still waits for the pair").isEmpty();
        assertThat(locks.release("c", AT)).containsExactly(new Event.LocksAnswered("b", true, "", "", AT));
        assertThat(locks.release("nobody", AT)).isEmpty();
    }
}
