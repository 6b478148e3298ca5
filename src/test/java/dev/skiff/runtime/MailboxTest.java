package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.engine.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Instant AT = Instant.parse("2026-11-23T21:06:00Z");
    private final Mailbox mailbox = new Mailbox();

    @Test
    void eventsThatSayTheSameAreOne() throws InterruptedException {
        mailbox.post(new Event.Asked(new Request.Stop(), AT));
        mailbox.post(observed("a", new TaskState.Absent(), 1));
        mailbox.post(observed("a", new TaskState.Absent(), 2));
        mailbox.post(new Event.Asked(new Request.Stop(), AT.plusSeconds(1)));
        assertThat(mailbox.take(Duration.ZERO))
                .containsExactly(new Event.Asked(new Request.Stop(), AT), observed("a", new TaskState.Absent(), 1));
    }

    @Test
    void ofWhatATaskWaitsForTheLatestWordsCount() throws InterruptedException {
        mailbox.post(observed("a", new TaskState.Pending("10%"), 1));
        mailbox.post(observed("b", new TaskState.Pending("20%"), 2));
        mailbox.post(observed("a", new TaskState.Pending("90%"), 3));
        assertThat(mailbox.take(Duration.ZERO))
                .containsExactly(
                        observed("a", new TaskState.Pending("90%"), 3), observed("b", new TaskState.Pending("20%"), 2));
    }

    @Test
    void anAlarmThatWasMovedRingsAgain() throws InterruptedException {
        mailbox.post(new Event.AlarmRang("deadline", AT));
        mailbox.post(new Event.AlarmRang("deadline", AT.plusSeconds(5)));
        assertThat(mailbox.take(Duration.ZERO)).hasSize(2);
    }

    @Test
    void whoIsWokenTakesNothing() throws InterruptedException {
        mailbox.wake();
        assertThat(mailbox.take(Duration.ofHours(1))).isEmpty();
    }

    private static Event observed(String node, TaskState state, int second) {
        return new Event.TaskObserved(node, state, AT.plusSeconds(second));
    }
}
