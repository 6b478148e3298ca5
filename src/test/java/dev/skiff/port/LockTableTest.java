package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Lock;
import dev.skiff.port.Locks.Answer;
import dev.skiff.port.Locks.Holder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules LOCK-01, LOCK-03, LOCK-05 and LOCK-06. */
class LockTableTest {
    private static final Instant T0 = Instant.parse("2026-11-25T10:00:00Z");
    private static final Lock MUTEX = new Lock("default/Mutex/m", 1);
    private static final Lock OTHER = new Lock("default/Mutex/other", 1);

    private final LockTable table = new LockTable(List.of());

    @Test
    void aMutexHasOneHolderAndTheOthersAreToldLock03() {
        add("a", 0, T0, MUTEX);
        add("b", 0, T0, MUTEX);
        assertThat(table.grant())
                .isEqualTo(Map.of(
                        holder("b"),
                        new Answer(false, "default/Mutex/m", "Waiting for default/Mutex/m lock. Lock status: 0/1")));
        assertThat(holding()).containsExactly("a");
    }

    @Test
    void aSemaphoreHasAsManyHoldersAsItsLimitSays() {
        Lock semaphore = new Lock("default/ConfigMap/limits/workers", 2);
        add("a", 0, T0, semaphore);
        add("b", 0, T0, semaphore);
        add("c", 0, T0, semaphore);
        table.grant();
        assertThat(holding()).containsExactly("a", "b");
    }

    @Test
    void aLimitThatWasLoweredOnlyBlocksNewOnes() {
        add("a", 0, T0, new Lock("k", 2));
        add("b", 0, T0, new Lock("k", 2));
        table.grant();
        add("c", 0, T0, new Lock("k", 1));
        assertThat(table.grant().get(holder("c")).message()).isEqualTo("Waiting for k lock. Lock status: 0/1");
        assertThat(holding()).containsExactly("a", "b");
    }

    @Test
    void allAreTakenOrNone() {
        add("a", 0, T0, OTHER);
        table.grant();
        add("b", 0, T0, MUTEX, OTHER);
        assertThat(table.grant().get(holder("b")).waitingFor()).isEqualTo("default/Mutex/other");
        assertThat(holding()).containsExactly("a");
        release("a");
        table.grant();
        assertThat(holding()).containsExactly("b");
    }

    @Test
    void higherPrioritiesComeFirstThenOlderRuns() {
        add("holder", 0, T0, MUTEX);
        table.grant();
        add("young", 0, T0.plusSeconds(2), MUTEX);
        add("old", 0, T0.plusSeconds(1), MUTEX);
        add("urgent", 5, T0.plusSeconds(3), MUTEX);
        assertThat(orderOfGrants("holder")).containsExactly("urgent", "old", "young");
    }

    @Test
    void aLockForWhichSomeoneWaitsIsKeptForThem() {
        add("a", 0, T0, OTHER);
        table.grant();
        add("both", 1, T0, MUTEX, OTHER);
        add("late", 0, T0, MUTEX);
        assertThat(table.grant().get(holder("late")).message())
                .isEqualTo("Waiting for default/Mutex/m lock. Lock status: 1/1");
        assertThat(holding()).containsExactly("a");
    }

    @Test
    void nodesOfOneRunMayOvertakeEachOther() {
        table.add("", new Holder("default", "wf", "other"), List.of(OTHER), 0, T0);
        table.grant();
        table.add("", new Holder("default", "wf", "both"), List.of(MUTEX, OTHER), 0, T0);
        table.add("", new Holder("default", "wf", "one"), List.of(MUTEX), 0, T0);
        assertThat(table.grant()).containsOnlyKeys(new Holder("default", "wf", "both"));
    }

    @Test
    void askingTwiceIsAskingOnce() {
        add("a", 0, T0, MUTEX);
        add("a", 0, T0, MUTEX);
        table.grant();
        assertThat(table.entries()).hasSize(1);
    }

    private List<String> orderOfGrants(String first) {
        var order = new java.util.ArrayList<String>();
        String holder = first;
        while (table.entries().size() > 1) {
            release(holder);
            table.grant();
            holder = holding().getFirst();
            order.add(holder);
        }
        return order;
    }

    private void add(String run, int priority, Instant created, Lock... locks) {
        table.add("", holder(run), List.of(locks), priority, created);
    }

    private void release(String run) {
        table.remove(e -> e.holder().equals(holder(run)));
    }

    private List<String> holding() {
        return table.entries().stream()
                .filter(LockTable.Entry::held)
                .map(e -> e.holder().run())
                .toList();
    }

    private static Holder holder(String run) {
        return new Holder("default", run, "");
    }
}
