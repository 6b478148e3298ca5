package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fact PAR-04. */
class ThrottleTest {
    private static final Instant NOW = Instant.parse("2026-11-25T19:00:00Z");

    private final List<String> started = new ArrayList<>();
    private int limit;
    private int limitOfA;
    private final Throttle throttle = new Throttle(() -> limit, namespace -> namespace.equals("a") ? limitOfA : 0);

    private Throttle.Place place(String namespace, String name, long priority, int age) {
        return new Throttle.Place(namespace, name, priority, NOW.minusSeconds(age));
    }

    private boolean enter(Throttle.Place place) {
        return throttle.enter(place, () -> started.add(place.uid()));
    }

    @Test
    void withoutALimitEverybodyStarts() {
        for (int i = 0; i < 100; i++) {
            assertThat(enter(place("a", "w" + i, 0, 0))).isFalse();
        }
        assertThat(started).hasSize(100);
    }

    @Test
    void higherPriorityComesFirstThenTheOlder() {
        limit = 1;
        Throttle.Place first = place("a", "first", 0, 0);
        assertThat(enter(first)).isFalse();
        assertThat(enter(place("a", "young", 0, 1))).isTrue();
        assertThat(enter(place("a", "old", 0, 9))).isTrue();
        Throttle.Place important = place("b", "important", 5, 0);
        assertThat(enter(important)).isTrue();
        throttle.leave(first);
        throttle.leave(important);

        assertThat(started).containsExactly("first", "important", "old");
    }

    @Test
    void aNamespaceThatIsFullKeepsNoOtherWaiting() {
        limitOfA = 1;
        enter(place("a", "a1", 0, 3));
        assertThat(enter(place("a", "a2", 9, 2))).isTrue();
        assertThat(enter(place("b", "b1", 0, 1))).isFalse();

        assertThat(started).containsExactly("a1", "b1");
    }

    @Test
    void whoMustNotWaitCountsAllTheSame() {
        limit = 1;
        Throttle.Place running = place("a", "running", 0, 0);
        throttle.force(running);
        throttle.force(running);
        assertThat(enter(place("a", "next", 0, 0))).isTrue();
        throttle.leave(running);

        assertThat(started).containsExactly("next");
    }

    @Test
    void whoLeavesTheQueueIsNotStarted() {
        limit = 1;
        Throttle.Place first = place("a", "first", 0, 0);
        Throttle.Place second = place("a", "second", 0, 0);
        enter(first);
        enter(second);
        throttle.leave(second);
        throttle.leave(first);

        assertThat(started).containsExactly("first");
    }

    @Test
    void aHigherLimitStartsThoseThatWait() {
        limit = 1;
        enter(place("a", "first", 0, 0));
        enter(place("a", "second", 0, 0));
        limit = 2;
        throttle.changed();

        assertThat(started).containsExactly("first", "second");
    }
}
