package dev.skiff.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Event;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.runtime.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What waits, and for what. */
class StoryTest {
    private static final Instant AT = Instant.parse("2026-11-25T10:00:00Z");

    private static Chronicle waiting() {
        Chronicle chronicle = new Chronicle();
        chronicle.take(new Event.Submitted(Yaml.workflow("wf", """
                - name: main
                  steps:
                  - - {name: ask, template: ask}
                    - {name: locked, template: locked}
                  - - {name: later, template: locked}
                - name: ask
                  suspend: {}
                - name: locked
                  synchronization: {mutexes: [{name: disk}]}
                  container: {image: i, command: [c]}
                """), Yaml.NOTHING, AT));
        String locked = chronicle.run.nodes().stream()
                .filter(n -> n.name().endsWith(".locked"))
                .findFirst()
                .orElseThrow()
                .id();
        chronicle.take(new Event.LocksAnswered(
                locked, false, "default/Mutex/disk", "Waiting for default/Mutex/disk lock", AT.plusSeconds(1)));
        return chronicle;
    }

    @Test
    void aStepThatWaitsForALockNamesIt() {
        assertThat(new Story(waiting()).ofNode("locked"))
                .anyMatch(line -> line.contains("waits") && line.contains("Waiting for default/Mutex/disk lock"));
    }

    @Test
    void aSuspendedStepSaysWhoEndsTheWait() {
        assertThat(new Story(waiting()).ofNode("ask"))
                .anyMatch(line -> line.contains("waits") && line.contains("skiff resume wf"));
    }

    @Test
    void aSuspendedRunSaysSoUntilItIsResumedOrStopped() {
        Chronicle resumed = waiting();
        resumed.take(new Event.Asked(new Request.Suspend(), AT.plusSeconds(2)));
        assertThat(new Story(resumed).ofNode("later")).anyMatch(line -> line.contains("the run is suspended"));
        assertThat(new Story(resumed).ofRun()).anyMatch(line -> line.startsWith("suspended +2s"));
        resumed.take(new Event.Asked(new Request.Resume(NodeSelector.ALL), AT.plusSeconds(3)));
        assertThat(new Story(resumed).ofRun()).noneMatch(line -> line.startsWith("suspended"));

        Chronicle stopped = waiting();
        stopped.take(new Event.Asked(new Request.Suspend(), AT.plusSeconds(2)));
        stopped.take(new Event.Asked(new Request.Stop(), AT.plusSeconds(3)));
        assertThat(stopped.suspendedSince()).isNull();
    }
}
