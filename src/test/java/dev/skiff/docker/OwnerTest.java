package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.ProcessIdentity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnerTest {

    private static final ProcessIdentity FIRST = new ProcessIdentity(1, Instant.ofEpochSecond(1));

    private final Owner self = Owner.current("");

    @Test
    void aLabelIsReadBackAsItWasWritten() {
        assertThat(Owner.parse(self.label()).map(Owner::label)).contains(self.label());
        assertThat(Owner.parse("somebody")).isEmpty();
        assertThat(Owner.parse("a/b/c/not-a-pid/1")).isEmpty();
    }

    @Test
    void thisProcessLives() {
        assertThat(self.isDead(self)).isFalse();
    }

    @Test
    void aProcessOfTheSameNumberThatStartedAtAnotherTimeIsAnotherProcess() {
        Owner before = new Owner(
                self.place(),
                self.boot(),
                self.namespace(),
                new ProcessIdentity(
                        self.process().pid(), self.process().startedAt().minusSeconds(3600)));

        assertThat(before.isDead(self)).isTrue();
    }

    @Test
    void everyProcessOfAnEarlierBootIsDead() {
        assertThat(new Owner(self.place(), "earlier", self.namespace(), self.process()).isDead(self))
                .isTrue();
    }

    @Test
    void whatCannotBeSeenFromHereLives() {
        assertThat(new Owner("ann@elsewhere", self.boot(), self.namespace(), FIRST).isDead(self))
                .isFalse();
        assertThat(new Owner(self.place(), self.boot(), "another", FIRST).isDead(self))
                .isFalse();
    }

    @Test
    void whatWorksForAnotherStoreMayBeResumedFromThereAndSoCountsAsAlive() {
        Owner here = Owner.current("/home/ann/a");
        Owner there = Owner.current("/home/ann/b");
        assertThat(new Owner(here.place(), "earlier", here.namespace(), FIRST).isDead(here))
                .isTrue();
        assertThat(new Owner(there.place(), "earlier", there.namespace(), FIRST).isDead(here))
                .isFalse();
        assertThat(Owner.parse(here.label()).orElseThrow().place()).isEqualTo(here.place());
    }
}
