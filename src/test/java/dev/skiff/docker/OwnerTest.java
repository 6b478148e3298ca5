package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTest {

    private final Owner self = Owner.current();

    @Test
    void aLabelIsReadBackAsItWasWritten() {
        assertThat(Owner.parse(self.label())).contains(self);
        assertThat(Owner.parse("somebody")).isEmpty();
        assertThat(Owner.parse("a/b/c/not-a-pid/1")).isEmpty();
    }

    @Test
    void thisProcessLives() {
        assertThat(self.isDead(self)).isFalse();
    }

    @Test
    void aProcessOfTheSameNumberThatStartedAtAnotherTimeIsAnotherProcess() {
        Owner before = new Owner(self.place(), self.boot(), self.namespace(), self.pid(), self.startSeconds() - 3600);

        assertThat(before.isDead(self)).isTrue();
    }

    @Test
    void aProcessThatHasEndedIsDead() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        Owner ended = new Owner(self.place(), self.boot(), self.namespace(), process.pid(), self.startSeconds());

        assertThat(ended.isDead(self)).isTrue();
    }

    @Test
    void everyProcessOfAnEarlierBootIsDead() {
        assertThat(new Owner(self.place(), "earlier", self.namespace(), self.pid(), self.startSeconds()).isDead(self))
                .isTrue();
    }

    @Test
    void whatCannotBeSeenFromHereLives() {
        assertThat(new Owner("ann@elsewhere", self.boot(), self.namespace(), 1, 1).isDead(self))
                .isFalse();
        assertThat(new Owner(self.place(), self.boot(), "another", 1, 1).isDead(self))
                .isFalse();
    }
}
