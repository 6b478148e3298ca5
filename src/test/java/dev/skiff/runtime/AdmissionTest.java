package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Task.Kind;
import dev.skiff.port.TaskRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(1);
    private final List<String> started = new ArrayList<>();

    private static TaskRef ref(String node) {
        return new TaskRef("run", node);
    }

    private void enter(String node) {
        admission.enter(ref(node), Kind.POD, () -> started.add(node));
    }

    @Test
    void aTaskWaitsForAPlaceAndGetsItInTurn() {
        enter("a");
        enter("b");
        enter("c");
        assertThat(started).containsExactly("a");

        admission.leave(ref("a"));
        assertThat(started).containsExactly("a", "b");
    }

    @Test
    void aDaemonThatIsReadyKeepsNothingThatDependsOnItWaiting() {
        enter("daemon");
        enter("client");
        assertThat(started).containsExactly("daemon");

        admission.stand(ref("daemon"));
        admission.stand(ref("daemon"));

        assertThat(started).containsExactly("daemon", "client");
        enter("other");
        assertThat(started).containsExactly("daemon", "client");
        assertThat(admission.isInside("run")).isTrue();
    }

    @Test
    void aDaemonThatEndsGivesNoPlaceThatItDidNotHave() {
        enter("daemon");
        admission.stand(ref("daemon"));
        enter("client");
        enter("other");

        admission.leave(ref("daemon"));
        assertThat(started).containsExactly("daemon", "client");
        admission.leave(ref("client"));
        assertThat(started).containsExactly("daemon", "client", "other");
    }

    @Test
    void whatIsNotAtTheExecutorCannotStand() {
        admission.stand(ref("nobody"));
        enter("a");
        enter("b");

        assertThat(started).containsExactly("a");
    }
}
