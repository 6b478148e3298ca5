package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.skiff.engine.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedListenerTest {

    private static final TaskRef TASK = new TaskRef("wf", "a");

    private final List<String> heard = new ArrayList<>();
    private final TaskListener guarded = new GuardedListener(new TaskListener() {
        @Override
        public void observed(TaskRef task, TaskState state) {
            heard.add("observed");
            throw new IllegalStateException("this listener throws, as the test wants");
        }

        @Override
        public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
            heard.add("output");
            throw new IllegalStateException("this listener throws, as the test wants");
        }
    });

    @Test
    void whatAListenerThrowsHarmsNobody() {
        assertThatCode(() -> {
                    guarded.observed(TASK, new TaskState.Absent());
                    guarded.output(TASK, "main", false, new byte[0]);
                })
                .doesNotThrowAnyException();
        assertThat(heard).containsExactly("observed", "output");
    }
}
