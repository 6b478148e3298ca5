package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

    private final ProcessIdentity self = ProcessIdentity.current();

    @Test
    void aTextIsReadBackAsItWasWritten() {
        assertThat(ProcessIdentity.parse(self.text())).contains(self);
        assertThat(ProcessIdentity.parse(self.text() + "\n")).contains(self);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "4711 ",
                "4711 2026-11-",
                "x 2026-11-23T20:00:05Z",
                "-1 2026-11-23T20:00:05Z",
                "9999999999999999999 2026-11-23T20:00:05Z",
                "1 2026-11-23T20:00:05Z and more"
            })
    void anythingElseIsNoProcess(String text) {
        assertThat(ProcessIdentity.parse(text)).isEmpty();
    }

    @Test
    void thisProcessLives() {
        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessIdentity(self.pid(), self.startedAt().truncatedTo(ChronoUnit.SECONDS)).isAlive())
                .isTrue();
    }

    @Test
    void aProcessOfTheSameNumberThatStartedAtAnotherTimeIsAnotherProcess() {
        assertThat(new ProcessIdentity(self.pid(), self.startedAt().minus(Duration.ofHours(1))).isAlive())
                .isFalse();
    }

    @Test
    void aProcessWhoseStartIsNotKnownIsTakenForTheOneOfItsNumber() {
        assertThat(new ProcessIdentity(self.pid(), Instant.EPOCH).isAlive()).isTrue();
    }

    @Test
    void aProcessThatHasEndedDoesNotLive() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThat(new ProcessIdentity(process.pid(), Instant.now()).isAlive()).isFalse();
    }
}
