package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.Await;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TimerAlarmsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private final List<String> rung = new CopyOnWriteArrayList<>();

    @Test
    void anAlarmRingsOnceItIsTimeAndNotBefore() {
        try (var alarms = new TimerAlarms(CLOCK)) {
            Instant due = CLOCK.instant().plusMillis(50);
            alarms.set("run", "a", due, () -> rung.add(CLOCK.instant().isBefore(due) ? "early" : "due"));
            alarms.set("run", "past", CLOCK.instant().minusSeconds(5), () -> rung.add("past"));
            Await.until("both ring", () -> rung.size() == 2, () -> rung);
            assertThat(rung).containsExactlyInAnyOrder("past", "due");
        }
    }

    @Test
    void whatIsSetAgainIsMovedAndWhatIsClearedIsSilent() {
        try (var alarms = new TimerAlarms(CLOCK)) {
            alarms.set("run", "a", CLOCK.instant().plusSeconds(60), () -> rung.add("first"));
            alarms.set("run", "a", CLOCK.instant().plusMillis(20), () -> rung.add("second"));
            alarms.set("gone", "b", CLOCK.instant().plusMillis(10), () -> rung.add("gone"));
            alarms.clear("gone");
            alarms.set("other", "c", CLOCK.instant().plusMillis(60), () -> rung.add("other"));
            Await.until("the last one rings", () -> rung.contains("other"), () -> rung);
            assertThat(rung).containsExactly("second", "other");
        }
    }
}
